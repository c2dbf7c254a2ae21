-- The tables of a database of incidents. A table stands after all tables that it refers to.
-- The table read_me, whose text is in tables_schema.py, tells the reader of such a file what to know before using it.
-- {figure} stands for the columns of a figure, which tables_schema.py has: SQL cannot say once what two tables share.

-- What to know before using the file, a paragraph in each row.
CREATE TABLE read_me (
  position INTEGER NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

-- What the file was made by, of what, and what was asked for.
CREATE TABLE about (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT
) STRICT;

-- Where reports were read; published: a day, a month or a year, as far as it is known. archived: where a copy is, sha256:
-- of a saved copy, language: in BCP 47.
CREATE TABLE articles (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  publisher TEXT,
  published TEXT,
  url TEXT,
  archived TEXT,
  retrieved TEXT,
  sha256 TEXT,
  language TEXT
) STRICT;

-- Who reports casualties, or is cited for them.
CREATE TABLE sources (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT
) STRICT;

-- Other names of a source.
CREATE TABLE source_aliases (
  source TEXT NOT NULL REFERENCES sources (id),
  alias TEXT NOT NULL,
  PRIMARY KEY (source, alias)
) STRICT;

-- Places that incidents name, and the places that they lie in; governorate and country: also those of a place that
-- holds it; lat and lon: degrees.
CREATE TABLE places (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT,
  governorate TEXT,
  country TEXT,
  lat REAL,
  lon REAL,
  pcode TEXT
) STRICT;

-- Other names of a place.
CREATE TABLE place_aliases (
  place TEXT NOT NULL REFERENCES places (id),
  alias TEXT NOT NULL,
  PRIMARY KEY (place, alias)
) STRICT;

-- In which other places a place is said to lie.
CREATE TABLE place_in (
  place TEXT NOT NULL REFERENCES places (id),
  container TEXT NOT NULL REFERENCES places (id),
  PRIMARY KEY (place, container)
) STRICT;

-- To whom incidents are attributed.
CREATE TABLE actors (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- Other names of an actor.
CREATE TABLE actor_aliases (
  actor TEXT NOT NULL REFERENCES actors (id),
  alias TEXT NOT NULL,
  PRIMARY KEY (actor, alias)
) STRICT;

-- position: from 1, in the order of the selection. date: as written; date_from and date_to: the first and the last day
-- on which it may have been, NULL where no day is known. and_elsewhere, nearby: 0 or 1, about the places.
CREATE TABLE incidents (
  id TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  date TEXT NOT NULL,
  date_from TEXT,
  date_to TEXT,
  and_elsewhere INTEGER NOT NULL,
  nearby INTEGER NOT NULL,
  type TEXT NOT NULL,
  target TEXT,
  lat REAL,
  lon REAL,
  note TEXT
) STRICT;

-- Where an incident was, in the order in which it names the places.
CREATE TABLE incident_places (
  incident TEXT NOT NULL REFERENCES incidents (id),
  position INTEGER NOT NULL,
  place TEXT NOT NULL REFERENCES places (id),
  PRIMARY KEY (incident, position)
) STRICT;

-- Who reports an incident, or whom a record of a data set cites.
CREATE TABLE incident_sources (
  incident TEXT NOT NULL REFERENCES incidents (id),
  position INTEGER NOT NULL,
  source TEXT NOT NULL REFERENCES sources (id),
  PRIMARY KEY (incident, position)
) STRICT;

-- To whom an incident is attributed, and how surely.
CREATE TABLE attributions (
  incident TEXT NOT NULL REFERENCES incidents (id),
  position INTEGER NOT NULL,
  actor TEXT NOT NULL REFERENCES actors (id),
  confidence TEXT NOT NULL,
  PRIMARY KEY (incident, position)
) STRICT;

-- Who says so, where a report names them; attribution: the position of the attribution within the incident.
CREATE TABLE attribution_sources (
  incident TEXT NOT NULL REFERENCES incidents (id),
  attribution INTEGER NOT NULL,
  position INTEGER NOT NULL,
  source TEXT NOT NULL REFERENCES sources (id),
  PRIMARY KEY (incident, attribution, position)
) STRICT;

-- What the reports of an incident that are counted say together.
CREATE TABLE incident_figures (
  incident TEXT NOT NULL REFERENCES incidents (id),
  {figure},
  PRIMARY KEY (incident, measure, victims)
) STRICT;

-- The reports of an incident; position: from 1 within the incident. supersedes: the article in which the same source
-- gave an older figure. is_superseded, denies: 0 or 1; a report with either is not counted.
CREATE TABLE reports (
  id INTEGER NOT NULL PRIMARY KEY,
  incident TEXT NOT NULL REFERENCES incidents (id),
  position INTEGER NOT NULL,
  source TEXT NOT NULL REFERENCES sources (id),
  article TEXT REFERENCES articles (id),
  paragraph INTEGER,
  origin TEXT,
  supersedes TEXT REFERENCES articles (id),
  is_superseded INTEGER NOT NULL,
  denies INTEGER NOT NULL,
  quote TEXT,
  translator TEXT
) STRICT;

-- Whom a report cites.
CREATE TABLE report_cites (
  report INTEGER NOT NULL REFERENCES reports (id),
  position INTEGER NOT NULL,
  source TEXT NOT NULL REFERENCES sources (id),
  PRIMARY KEY (report, position)
) STRICT;

-- What a report says, also one that is not counted.
CREATE TABLE figures (
  report INTEGER NOT NULL REFERENCES reports (id),
  {figure},
  PRIMARY KEY (report, measure, victims)
) STRICT;

-- relation: overlaps, part_of, distinct_from or may_overlap.
CREATE TABLE links (
  incident TEXT NOT NULL REFERENCES incidents (id),
  relation TEXT NOT NULL,
  other TEXT NOT NULL REFERENCES incidents (id),
  PRIMARY KEY (incident, relation, other)
) STRICT;

-- The sums of all incidents of the file; incidents: how many there are, reported: how many of them give a figure.
CREATE TABLE totals (
  measure TEXT NOT NULL PRIMARY KEY,
  victims TEXT NOT NULL,
  incidents INTEGER NOT NULL,
  reported INTEGER NOT NULL,
  low INTEGER,
  best INTEGER,
  high INTEGER,
  open INTEGER,
  approximate INTEGER
) STRICT;

-- What has to be said with the sums.
CREATE TABLE notes (
  position INTEGER NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

-- An index for each reference that is not the first column of its table's key, and for the order of incidents.
CREATE INDEX incidents_by_position ON incidents (position);
CREATE INDEX incidents_by_date_from ON incidents (date_from);
CREATE INDEX place_in_by_container ON place_in (container);
CREATE INDEX incident_places_by_place ON incident_places (place);
CREATE INDEX incident_sources_by_source ON incident_sources (source);
CREATE INDEX attributions_by_actor ON attributions (actor);
CREATE INDEX attribution_sources_by_source ON attribution_sources (source);
CREATE INDEX reports_by_incident ON reports (incident);
CREATE INDEX reports_by_source ON reports (source);
CREATE INDEX reports_by_article ON reports (article);
CREATE INDEX reports_by_supersedes ON reports (supersedes);
CREATE INDEX report_cites_by_source ON report_cites (source);
CREATE INDEX links_by_other ON links (other);

"""The names of types of incidents as ACLED's codebook and UCDP write them."""

_SPELT = {
    "non-state-actor-overtakes-territory": "Non-state actor overtakes territory",
    "air-drone-strike": "Air/drone strike",
    "shelling-artillery-missile-attack": "Shelling/artillery/missile attack",
    "remote-explosive-landmine-ied": "Remote explosive/landmine/IED",
    "abduction-forced-disappearance": "Abduction/forced disappearance",
    "change-to-group-activity": "Change to group/activity",
    "looting-property-destruction": "Looting/property destruction",
    "non-violent-transfer-of-territory": "Non-violent transfer of territory",
    "state-based-conflict": "State-based conflict",
    "non-state-conflict": "Non-state conflict",
    "one-sided-violence": "One-sided violence",
}
"""The names that are more than their key with a capital letter and spaces."""


def type_name(key: str) -> str:
    """Return `Air/drone strike` for `air-drone-strike`; of an own type of a file, its words."""
    words = key.replace("-", " ")
    return _SPELT.get(key) or words[:1].upper() + words[1:]

"""The types of incidents, and their names as ACLED's codebook and UCDP write them."""

# The sub-event types of ACLED's codebook, UCDP's three types of organized violence, and `unknown` where a report does
# not say.
TYPES = (
    "government-regains-territory", "non-state-actor-overtakes-territory", "armed-clash", "chemical-weapon",
    "air-drone-strike", "suicide-bomb", "shelling-artillery-missile-attack", "remote-explosive-landmine-ied", "grenade",
    "sexual-violence", "attack", "abduction-forced-disappearance", "peaceful-protest", "protest-with-intervention",
    "excessive-force-against-protesters", "violent-demonstration", "mob-violence", "agreement", "arrests",
    "change-to-group-activity", "disrupted-weapons-use", "headquarters-or-base-established",
    "looting-property-destruction", "non-violent-transfer-of-territory", "other", "state-based-conflict",
    "non-state-conflict", "one-sided-violence", "unknown",
)  # fmt: skip

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

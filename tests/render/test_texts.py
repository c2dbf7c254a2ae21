"""Texts of drawings: each has room, by the widths of its letters."""

import pytest

from conflict_cli.render.page.texts import shortened, width_of


@pytest.mark.parametrize(
    "name", ["Hass", "Al-Zafaraneh", "Missile puts the hospital out of service", "W" * 60, "حمص" * 30]
)
@pytest.mark.parametrize("room", [40, 178, 350])
def test_a_name_is_cut_to_its_room(name: str, room: int) -> None:
    shown = shortened(name, 13, room)
    assert width_of(shown, 13) < room
    if shown != name:
        assert name.startswith(shown.removesuffix("…"))
        assert width_of(name[: len(shown)] + "…", 13) >= room, "one letter more has no room"


def test_a_name_with_room_is_whole() -> None:
    assert shortened("Idlib", 13, width_of("Idlib", 13) + 1) == "Idlib"


@pytest.mark.parametrize(
    ("text", "width"), [("Homs", 31.33), ("Idlib", 22.01), ("é", 6.67), ("حمص", 23.4), ("村", 12), ("Київ", 23.36)]
)
def test_letters_have_the_widths_of_the_font(text: str, width: float) -> None:
    assert width_of(text, 12) == pytest.approx(width, abs=0.01)

"""The flow snapshot: as people read it, and read back."""

from __future__ import annotations

import pytest

from botex_pytest.errors import StudyError
from botex_pytest.flow import Way
from botex_pytest.flow_file import Snapshot, flow_file

GAME = ("intro.Welcome 1", *(f"game.{page} {n}" for n in (1, 2, 3) for page in ("Send", "Results")), "game.Last 4", "end.Bye 1")
BUYER = Way(1, GAME, {"game.role": "Buyer", "treatment": "a = b"})
SELLER = Way(2, GAME, {"game.role": "Seller", "treatment": "a = b"})
OTHER = Way(3, ("intro.Welcome 1", "end.Bye 1"))


def test_as_people_read_it():
    text = Snapshot("game[high]", (BUYER, SELLER, BUYER, OTHER), ("game.Chat",)).text()
    head, _, body = text.partition("\n\n")
    assert "pytest --botex --botex-config game --botex-update-flow" in head
    assert body == (
        'config = "game[high]"\n'
        'varies = ["game.Chat"]\n'
        "\n"
        "[[way]]\n"
        'pages = ["intro 1: Welcome", "end 1: Bye"]\n'
        "\n"
        "[[way]]\n"
        'pages = ["intro 1: Welcome", "game 1-3: Send, Results", "game 4: Last", "end 1: Bye"]\n'
        'when = [["game.role = Buyer", "treatment = a = b"], ["game.role = Seller", "treatment = a = b"]]\n'
    )


def test_it_is_read_back_as_it_was(tmp_path):
    path = flow_file(tmp_path, "game", "high pay")
    assert path.parent == tmp_path / "botex_flow"
    snapshot = Snapshot("game", (BUYER, SELLER, OTHER), ("game.Chat",))
    assert snapshot.write(path)
    assert not snapshot.write(path)
    found = Snapshot.load(path)
    assert found is not None
    assert found.varies == ("game.Chat",)
    assert {(w.pages, tuple(w.when.items())) for w in found.ways} == {(w.pages, tuple(w.when.items())) for w in snapshot.ways}
    assert Snapshot.load(tmp_path / "nothing.toml") is None


@pytest.mark.parametrize(
    "text", ["config = ", "varies = []", 'config = "a"\nway = 3', 'config = "a"\n[[way]]\npages = ["a x: B"]']
)
def test_what_cannot_be_read_is_told_with_remedies(tmp_path, text):
    path = tmp_path / "botex_flow" / "a.toml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    with pytest.raises(StudyError) as caught:
        Snapshot.load(path)
    assert str(caught.value).startswith("botex_flow/a.toml cannot be read.\nCause: ")
    assert "write it anew: pytest --botex --botex-update-flow" in " ".join(str(caught.value).split())

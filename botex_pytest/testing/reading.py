"""From the transcripts of a session to what its test reads."""

from __future__ import annotations

from botex_pytest.briefing import place_of
from botex_pytest.lab import Lab
from botex_pytest.records import read_session
from botex_pytest.results import ParticipantResult, SessionResult
from botex_pytest.tables import Table, session_tables
from botex_pytest.testing.errors import TestingError
from botex_pytest.testing.seen import Participant, ProbeField, seen_pages


def all_pages(lab: Lab, config: str) -> tuple[str, ...]:
    """app.Page of every page that a session config has, in its order."""
    apps = (lab.info.app(name) for name in lab.info.config(config).apps)
    return tuple(dict.fromkeys(f"{app.name}.{page.name}" for app in apps for page in app.pages))


def read_participants(lab: Lab, result: SessionResult, probe: ProbeField | None = None) -> tuple[Participant, ...]:
    """Everybody in the session of `result`; fields of theirs can be tried again with `probe`. Costs a read of its transcripts."""
    taken = read_session(lab.folder, lab.folder.path / result.folder).transcripts
    pages = [(f"{app}.{p.name}", p) for app in lab.info.config(result.config).apps for p in lab.info.app(app).pages]
    waits = frozenset(n for where, p in pages if p.wait for n in (where, p.name))

    def participant(of: ParticipantResult) -> Participant:
        own = [step for step in taken.get(of.number, ()) if step.seen]
        places = [place_of(lab.info, result.config, step.seen.page) for step in own if step.seen]
        seen = seen_pages(of.number, result.config, own, [(place.where, place.round) for place in places], probe)
        names = all_pages(lab, result.config)
        return Participant(of.number, of.code, of.label, result.config, of.status, of.reason, of.payoff, seen, names, waits)

    return tuple(participant(p) for p in result.participants)


def session_data(lab: Lab, config: str, code: str) -> dict[str, Table]:
    """oTree's data of session `code` as normalised tables. Costs a request per app. Raises `TestingError` before oTree 6."""
    apps = [lab.info.app(name) for name in lab.info.config(config).apps]
    with lab.server.api() as api:
        exports = {app.name: api.export_app(app.name, code) for app in apps}
    known = {name: rows for name, rows in exports.items() if rows is not None}
    if len(known) < len(exports):
        raise TestingError.no_table(lab.info.otree_version)
    return session_tables(apps, known)

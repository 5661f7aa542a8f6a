"""Rendering reports: one of six pages, cold and warm, and a thousand of them by workers with a progress bar.

    .venv/bin/python benchmarks/documents.py [--reports 1000] [--processes 2] [--json FILE]

Times are by the clock, because readers wait by the clock; on a shared machine look at the CPU seconds beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from evenhand.report.document import GradeGiven, Passage, ReportDocument, Section, seal
from evenhand.report.rendering.paper import report_html, report_pdf
from evenhand.report.rendering.structure import check_structure
from evenhand.report.rendering.verifying import verify

PAGES, ROUNDS, DAY = 6, 11, date(2026, 5, 6)
WORDS = (
    "Staff notice small signs of worry and stay close. Children said that somebody always listens, and records show "
    "that what they ask for is done. When a child was away without permission, staff went out to look within minutes "
    "and welcomed them back without blame. The manager reads every record within a day and asks what it meant."
)
COLD = (
    "import sys, time; start = time.perf_counter(); content = sys.stdin.buffer.read();"
    "from evenhand.report.rendering.paper import report_pdf; report_pdf(content, sys.argv[1]);"
    "print(time.perf_counter() - start)"
)
FILL = """
import sys, json
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import date
from django.utils import timezone
from evenhand.web.accounts.actions import System
from evenhand.web.frameworks.actions import load_shelf
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.inspections.models import Inspection
from evenhand.web.register.models import Home
from evenhand.web.reports.models import PublishedReport
sys.path.insert(0, "benchmarks")
from documents import a_report
from evenhand.report.document import seal
load_shelf(by=System())
framework, day, now = FrameworkVersion.objects.get(pk="sccif-2025"), date(2026, 5, 6), timezone.now()
for number in range(int(sys.argv[1])):
    urn = f"MADEUP{number}"
    home = Home.objects.create(urn=urn, name="Made up", fictional=True, provision_type="Children's home")
    inspection = Inspection.objects.create(home=home, framework=framework, kind="full", starts_on=day, ends_on=day,
                                           scheduled_by="nobody", scheduled_at=now)
    content, fingerprint = seal(a_report(urn, paragraphs=int(sys.argv[2])))
    PublishedReport.objects.create(inspection=inspection, urn=urn, content=content, fingerprint=fingerprint,
                                   published_at=now, published_by="nobody")
"""


def a_report(urn: str = "MADEUP0", paragraphs: int = 4) -> ReportDocument:
    """A made-up report; the number of paragraphs in each text makes it short or long."""
    titles = ("The overall experiences and progress of children", "How well children are helped and protected")
    titles += ("The effectiveness of leaders and managers",)
    given = tuple(
        GradeGiven(
            judgement=f"judgement_{n}", title=title, headline=n == 0, grade="good", label="Good", ordinal=3, best=4
        )
        for n, title in enumerate(titles)
    )
    text = tuple(f"{n + 1}. {WORDS}" for n in range(paragraphs))
    sections = [Section(id="about", title="Information about this service", passages=(_passage("", "", text[:2]),))]
    sections += [
        Section(id=one.judgement, title=one.title, passages=(_passage(one.judgement, "", text),)) for one in given
    ]
    return ReportDocument(
        format=1,
        language="en",
        urn=urn,
        fictional=True,
        provision_type="Children's home",
        sector="Private",
        framework="sccif-2025",
        framework_title="SCCIF: children's homes (from April 2025)",
        framework_fingerprint="f" * 64,
        kind="full",
        kind_title="Full inspection",
        started_on=DAY,
        ended_on=DAY + timedelta(days=1),
        published_on=DAY + timedelta(days=30),
        judgements=given,
        rules=(),
        sections=tuple(sections),
    )


def _passage(judgement: str, title: str, text: tuple[str, ...]) -> Passage:
    return Passage(title=title, judgement=judgement, paragraphs=text)


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as file:
        return len(file.pages)


def six_pages() -> tuple[bytes, str, int]:
    """Sealed bytes, fingerprint and paragraphs of a report that fills six pages."""
    for paragraphs in range(1, 40):
        content, fingerprint = seal(a_report(paragraphs=paragraphs))
        if pages_of(report_pdf(content, fingerprint).content) == PAGES:
            return content, fingerprint, paragraphs
    raise SystemExit("No number of paragraphs gives six pages: the style has changed.")


def measured(name: str, act: Any) -> dict[str, float]:
    """Seconds by the clock and of the processor, the median of some rounds."""
    clock, processor = [], []
    for _ in range(ROUNDS):
        start, used = time.perf_counter(), time.process_time()
        act()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return {name: statistics.median(clock), f"{name}, CPU": statistics.median(processor)}


def one_report() -> tuple[dict[str, float], int]:
    """Seconds for one report of six pages."""
    content, fingerprint, paragraphs = six_pages()
    command = [sys.executable, "-c", COLD, fingerprint]
    cold = []
    for _ in range(3):
        done = subprocess.run(command, input=content, capture_output=True, check=True)  # noqa: S603
        cold.append(float(done.stdout))
    pdf = report_pdf(content, fingerprint).content
    return {
        "PDF, cold (imports and typefaces too)": statistics.median(cold),
        **measured("PDF, warm", lambda: report_pdf(content, fingerprint)),
        **measured("HTML", lambda: report_html(content, fingerprint)),
        **measured("17 checks of structure", lambda: check_structure(pdf)),
        **measured("verify: checks, rendered again, compared", lambda: verify(pdf)),
        "size of the PDF, KB": len(pdf) / 1000,
    }, paragraphs


def many_reports(reports: int, processes: int, paragraphs: int) -> dict[str, float]:
    """Seconds for a job that renders every report anew, from the command to its end."""
    with tempfile.TemporaryDirectory(prefix="evenhand-documents-") as folder:
        values = {**os.environ, "EVENHAND_VAR": folder, "DJANGO_SETTINGS_MODULE": "evenhand.web.settings"}
        values.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "-c", FILL, str(reports), str(paragraphs)], env=values, check=True)  # noqa: S603
        start, cpu = time.perf_counter(), os.times()
        command = [sys.executable, "-m", "evenhand", "report", "rerender", "--processes", str(processes), "--json"]
        done = subprocess.run(command, env=values, capture_output=True, text=True, check=False)  # noqa: S603
        seconds, after = time.perf_counter() - start, os.times()
        answer = json.loads(done.stdout)
        kept = len(list(Path(folder, "documents").glob("*.pdf")))
        if "done" not in answer:
            raise SystemExit(done.stdout + done.stderr)
        assert (answer["done"], answer["failed"], kept) == (reports, 0, reports), answer
        used = after.children_user + after.children_system - cpu.children_user - cpu.children_system
    return {"reports": reports, "processes": processes, "seconds": seconds, "a second": reports / seconds, "CPU": used}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    one, paragraphs = one_report()
    for name, value in one.items():
        print(f"{name:45} {value:8.3f}")
    many = many_reports(wanted.reports, wanted.processes, paragraphs) if wanted.reports else {}
    for name, value in many.items():
        print(f"every report anew, {name:26} {value:8.1f}")
    if wanted.json:
        wanted.json.write_text(json.dumps({"one": one, "many": many}, indent=1))


if __name__ == "__main__":
    main()

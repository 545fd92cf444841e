"""How fast PDFs become disclosures, against PDFium's own time and pdfplumber's, in one run.

    python benchmarks/pdf_speed.py FILE.pdf … [--repeat 5] [--pdfplumber] [--memory]

The floor is what PDFium itself takes to load every page and give every character with its box. All
are measured in processor time, taking turns, the least of the repeats; what the garbage collector
put off while a file was read counts with the reading. Memory is the peak of a process of its own
(on Linux, which tells it). Run it on an idle machine: Python suffers more from neighbours than
PDFium does.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

import pypdfium2.raw as raw

from budgetdisclosure.reading import read, read_document

TARGET = 1.8
"""PDF to disclosure, at most this many times the floor: the median over the files."""
TIMES_FASTER = 10
"""And at least this many times faster than pdfplumber finds the tables alone."""

Run = Callable[[bytes], object]


def floor(data: bytes) -> None:
    """Every page loaded, every character and its loose box asked for."""
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    box = raw.FS_RECTF()
    for number in range(raw.FPDF_GetPageCount(document)):
        page = raw.FPDF_LoadPage(document, number)
        textpage = raw.FPDFText_LoadPage(page)
        for index in range(raw.FPDFText_CountChars(textpage)):
            raw.FPDFText_GetUnicode(textpage, index)
            raw.FPDFText_GetLooseCharBox(textpage, index, box)
        raw.FPDFText_ClosePage(textpage)
        raw.FPDF_ClosePage(page)
    raw.FPDF_CloseDocument(document)


def document(data: bytes) -> object:
    """The document: grids and paragraphs, nothing known of budgets."""
    return read_document(data)


def disclosure(data: bytes) -> object:
    """The disclosure: all of the reading."""
    return read(data)


def pdfplumber(data: bytes) -> None:
    """The tables alone, by pdfplumber."""
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()


def seconds(run: Run, data: bytes) -> float:
    """The processor time of one reading, with the young objects gone through once behind it."""
    gc.collect()
    start = time.process_time()
    held = run(data)
    gc.collect(0)
    taken = time.process_time() - start
    del held
    return taken


def peak_memory(path: Path) -> int:
    """The peak memory, in MB, of a process that reads one file."""
    code = (
        "import sys; from pathlib import Path;"
        "from budgetdisclosure import read;"
        "read(sys.argv[1]);"
        "status = Path('/proc/self/status').read_text();"
        "print(status.split('VmHWM:')[1].split()[0])"
    )
    command = [sys.executable, "-c", code, str(path)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) // 1024


def measured(files: Iterable[Path], repeat: int, runs: Sequence[Run]) -> list[list[float]]:
    """Print a line a file; the least times of each run for each file."""
    head = "".join(f"{run.__name__:>12s}" for run in runs)
    print(f"{'file':44s}{head}" + "".join(f"{run.__name__[:10] + '/fl':>14s}" for run in runs[1:]))
    every = []
    for path in files:
        data = path.read_bytes()
        turns = [[seconds(run, data) for run in runs] for _ in range(repeat)]
        every.append([min(times) for times in zip(*turns, strict=True)])
        print(_row(path.name, every[-1]), flush=True)
    print(_row("all together", [sum(times) for times in zip(*every, strict=True)]))
    return every


def _row(name: str, times: Sequence[float]) -> str:
    numbers = "".join(f"{one:12.3f}" for one in times)
    ratios = "".join(f"{one / times[0]:14.2f}" for one in times[1:])
    return f"{name[:43]:44s}{numbers}{ratios}"


def verdict(every: Sequence[Sequence[float]], names: Sequence[str]) -> int:
    """Print the medians; 1 when a target is missed."""
    for number, name in enumerate(names[1:], 1):
        times = median(one[number] / one[0] for one in every)
        print(f"median of {name} to {names[0]}: {times:.2f}")
    ratio = median(one[2] / one[0] for one in every)
    missed = ratio > TARGET
    print(f"target {TARGET} {'missed' if missed else 'met'}")
    if len(names) > 3:
        faster = sum(one[3] for one in every) / sum(one[2] for one in every)
        print(f"{faster:.1f} times faster than {names[3]}, target {TIMES_FASTER}")
        missed = missed or faster < TIMES_FASTER
    return int(missed)


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--pdfplumber", action="store_true")
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    runs: list[Run] = [floor, document, disclosure]
    if options.pdfplumber:
        runs.append(pdfplumber)
    raw.FPDF_InitLibrary()
    every = measured(options.files, options.repeat, runs)
    if options.memory:
        for path in options.files:
            print(f"{path.name[:43]:44s}{peak_memory(path):7d} MB at most")
    return verdict(every, [run.__name__ for run in runs])


if __name__ == "__main__":
    sys.exit(main())

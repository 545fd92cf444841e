"""How fast PDFs become documents, against PDFium's own time and pdfplumber's, in one run.

    python benchmarks/pdf_speed.py FILE.pdf … [--repeat 5] [--pdfplumber] [--memory]

The floor is what PDFium itself takes to load every page and give every character with its box. All
are measured in processor time, taking turns, the least of the repeats; memory is the peak of a
process of its own (on Linux, which tells it).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pypdfium2.raw as raw

from budgetdisclosure.reading.formats.pdf import read_pdf

MOST_TIMES_FLOOR = 2.6
"""What a run on an idle machine must stay under."""


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


def ours(data: bytes) -> None:
    """The document, with its grids and paragraphs."""
    read_pdf(data)


def plumbed(data: bytes) -> None:
    """The tables alone, by pdfplumber."""
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()


def seconds(run: Callable[[bytes], None], data: bytes) -> float:
    """The processor time of one reading."""
    start = time.process_time()
    run(data)
    return time.process_time() - start


def peak_memory(path: Path) -> int:
    """The peak memory, in MB, of a process that reads one file."""
    code = (
        "import sys; from pathlib import Path;"
        "from budgetdisclosure.reading.formats.pdf import read_pdf;"
        "read_pdf(Path(sys.argv[1]).read_bytes());"
        "status = Path('/proc/self/status').read_text();"
        "print(status.split('VmHWM:')[1].split()[0])"
    )
    command = [sys.executable, "-c", code, str(path)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) // 1024


def measured(files: Iterable[Path], repeat: int, runs: list[Callable[[bytes], None]]) -> int:
    """Print a line a file and the sums; 1 when ours is slower than it should be."""
    sums = [0.0] * len(runs)
    print(f"{'file':58s}" + "".join(f"{run.__name__:>10s}" for run in runs) + "  ours/floor")
    for path in files:
        data = path.read_bytes()
        turns = [[seconds(run, data) for run in runs] for _ in range(repeat)]
        least = [min(times) for times in zip(*turns, strict=True)]
        sums = [total + one for total, one in zip(sums, least, strict=True)]
        print(_row(path.name, least))
    print(_row("all", sums))
    return int(sums[1] > MOST_TIMES_FLOOR * sums[0])


def _row(name: str, times: list[float]) -> str:
    numbers = "".join(f"{one:10.3f}" for one in times)
    return f"{name[:57]:58s}{numbers}{times[1] / times[0]:12.2f}"


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--pdfplumber", action="store_true")
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    runs: list[Callable[[bytes], None]] = [floor, ours]
    if options.pdfplumber:
        runs.append(plumbed)
    raw.FPDF_InitLibrary()
    result = measured(options.files, options.repeat, runs)
    if options.memory:
        for path in options.files:
            print(f"{path.name[:57]:58s}{peak_memory(path):7d} MB at most")
    return result


if __name__ == "__main__":
    sys.exit(main())

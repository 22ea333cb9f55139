"""Writes a linker script that lays side by side what a run of a contract needs, of code and of what it reads.

A run needs a few hundred functions of the program's many thousands. The system brings a program into memory by stretches of pages, the first time that
one is touched, and each of these costs as much as thousands of instructions: what is needed stands together, first what every run needs. What that is
is seen, not guessed: the program, linked as it comes, runs the contracts of the tests under callgrind, and small ones of them under lackey.

    order.py PROGRAM MAP CONTRACTS SCRIPT     MAP: of the linker, for PROGRAM; CONTRACTS: a folder; SCRIPT: is written
"""

import bisect
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# With which every program begins and ends, and which bear no names that tell them from others'.
ENDS = ["*crt1.o(.text)", "KEEP (*(SORT_NONE(.fini)))"]
# Callgrind hides from a program a piece of code that the system lends it, and which the C library goes through when the program starts.
CODE_UNSEEN = ["*libc.a:dl-object.o(.text .text.*)", "*libc.a:dl-setup_hash.o(.text .text.*)", "*libc.a:dl-lookup.o(.text .text.*)"]
# Not read by the program itself, but by the system; and what the compiler keeps for vectors, a few bytes for each file.
TEXTS_UNSEEN = ["*libc.a:dl-origin.o(.rodata .rodata.*)", "*(.rodata.cst*)"]

Section = collections.namedtuple("Section", "address size name file")


def sections_in(map_file, kind):
    """Each piece of code (kind: text) or of what never changes (rodata) that went into the program, in its order."""
    sections = []
    name = None
    for line in open(map_file, encoding="utf-8"):
        alone = re.match(rf" (\.{kind}\S*)$", line)  # what has a long name has the rest in the next line
        if alone:
            name = alone.group(1)
            continue
        whole = re.match(rf" (\.{kind}\S*)?\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S.*)$", line)
        if whole and (whole.group(1) or name) and int(whole.group(3), 16) > 0:
            sections.append(Section(int(whole.group(2), 16), int(whole.group(3), 16), whole.group(1) or name, whole.group(4)))
        name = None
    return sorted(section for section in sections if section.address > 0)


def holding(sections, addresses):
    """The places of the sections that have these addresses."""
    begins = [section.address for section in sections]
    found = set()
    for address in addresses:
        place = bisect.bisect_right(begins, address) - 1
        if place >= 0 and address < begins[place] + sections[place].size:
            found.add(place)
    return found


def run_under(tool, program, command, *options):
    """What the tool of Valgrind writes of one run, line by line."""
    with tempfile.NamedTemporaryFile() as written:
        subprocess.run(["valgrind", f"--tool={tool}", *options, f"--{'callgrind-out' if tool == 'callgrind' else 'log'}-file={written.name}", program, *command],
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
        with open(written.name, encoding="utf-8") as lines:
            yield from lines


def addresses_run(program, command):
    """Of each instruction that ran."""
    lines = run_under("callgrind", program, command, "--dump-instr=yes", "--compress-pos=no")
    return {int(line.split(maxsplit=1)[0], 16) for line in lines if line.startswith("0x")}


def addresses_read(program, command):
    """Of all that was read from memory."""
    lines = run_under("lackey", program, command, "--trace-mem=yes")
    return {int(address, 16) for address in {line[3:line.index(",")] for line in lines if line.startswith((" L", " M"))}}


def library_of(section):
    """(archive, member) of a library of the system; nothing of our own."""
    found = re.search(r"([^/]+\.a)\(([^)]+)\)$", section.file)
    return None if found is None or found.group(1).startswith("libwhereas") else found.groups()


def pattern_of(section):
    """How a linker script names the section."""
    library = library_of(section)
    if library is None:
        if section.name == ".text":  # of the code that begins every program
            return None
        if re.fullmatch(r"\.rodata(\.str[0-9.]+)?", section.name):
            file = re.search(r"([^/]+\.a)\((.+)\)$", section.file)
            return f"*{file.group(1)}:{file.group(2)}({section.name})" if file else f"*{section.file}({section.name})"
        return "*(" + re.sub(r"[0-9]+(mark_by)_avx2", r"*\1_avx*", section.name) + ")"
    # One function for each kind of processor, there as here: Valgrind is one kind, the machine at hand another.
    member = re.sub(r"-(avx|evex|sse|erms).*\.o$", "-*.o", library[1])
    kind = re.match(r"\.[a-z]+", section.name).group(0)
    return f"*{library[0]}:{member}({f'{kind} {kind}.*' if library[0] == 'libc.a' else section.name})"


def commands_of(contracts):
    commands = []
    for contract in sorted(pathlib.Path(contracts).glob("*/contract.deal")):
        data = contract.with_name("data.csv")
        if data.exists():
            commands.append(["run", str(contract), "--data", str(data), "--format", "json"])
    first = commands[0]
    return commands + [["check", first[1]], first[:4], [*first[:4], "--format", "csv"]]


def code_needed(program, sections, commands, workers):
    """The pieces of code that runs need: what the C library does first, as for every program, then by how many runs need it. A run that needs little
    gains most from a quick start, and counts for more."""
    needed_by = collections.Counter()
    for addresses in workers.map(lambda command: addresses_run(program, command), commands):
        needed = holding(sections, addresses)
        for place in needed:
            needed_by[place] += 1 / len(needed)

    def rank(place):
        library = library_of(sections[place])
        return (library is None or library[0] != "libc.a", -needed_by[place], place)

    return [sections[place] for place in sorted(needed_by, key=rank)]


def texts_needed(program, sections, commands, workers):
    """The pieces of what never changes that small runs read: long texts last, of which nearly all are messages that a run does not read."""
    found = set().union(*workers.map(lambda command: holding(sections, addresses_read(program, command)), commands))
    return [sections[place] for place in sorted(found, key=lambda place: (sections[place].name == ".rodata.str1.8", place))]


def write_part(out, name, patterns, where):
    out.write(f"SECTIONS {{\n  {name} : {{\n")
    out.writelines(f"    {pattern}\n" for pattern in dict.fromkeys(filter(None, patterns)))
    out.write(f"  }}\n}}\nINSERT {where};\n")


def main():
    program, map_file, contracts, script = sys.argv[1:]
    program = os.path.abspath(program)
    commands = commands_of(contracts)
    try:
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
            code = code_needed(program, sections_in(map_file, "text"), commands, workers)
            texts = texts_needed(program, sections_in(map_file, "rodata"), commands[:4], workers)
    except (OSError, subprocess.CalledProcessError) as fault:
        # A machine where Valgrind does not run gets a program all the same, which starts a little later.
        print(f"{fault}: the program is linked as it comes", file=sys.stderr)
        code, texts = [], []
    with open(script, "w", encoding="utf-8") as out:
        out.write("/* Generated by interpreter/command/linking/order.py. */\n")
        write_part(out, ".text.first", [*ENDS, *CODE_UNSEEN, *map(pattern_of, code)], "BEFORE .text")
        # Behind, where the segment that may only be read has begun.
        write_part(out, ".rodata.first", [*TEXTS_UNSEEN, *map(pattern_of, texts)], "AFTER .rodata")


main()

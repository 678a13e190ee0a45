"""Runs contestants in interleaved rounds and prints what they took; see `measure.py`.

A contestant is `(title, commands, outputs)`: commands run one after another, each a process of its
own, and the files that they must leave.
"""

import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

KEYS = ("CPU", "wall", "RSS")


def measured(command, log):
    """CPU ms (user and system, with the processes it waited for), wall ms, peak RSS in MiB."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        log.seek(0)
        sys.exit(f"{' '.join(command)}\nfailed with {child.returncode}:\n{log.read().decode(errors='replace')[-2000:]}")
    return {
        "CPU": (used.ru_utime + used.ru_stime) * 1e3,
        "wall": wall * 1e3,
        "RSS": used.ru_maxrss / 1024,  # Linux counts in KiB
    }


def one_round(commands, outputs, log):
    """One contestant's commands one after another: times add up, the peak is the highest."""
    for output in outputs:
        output.unlink(missing_ok=True)
    steps = [measured(command, log) for command in commands]
    for output in outputs:
        if not output.is_file() or output.stat().st_size < 1000:
            sys.exit(f"{commands} left no {output}")
    return {
        "CPU": sum(step["CPU"] for step in steps),
        "wall": sum(step["wall"] for step in steps),
        "RSS": max(step["RSS"] for step in steps),
    }


def said(*command):
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return run.stdout.splitlines()[0].strip() if run.stdout.strip() else f"{command[0]} (no version)"


def processor():
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()



def describe_machine():
    return f"{os.cpu_count()} × {processor()}, {platform.system()} {platform.release()}, load {os.getloadavg()[0]:.1f}"


def run(contestants, rounds, log):
    """Samples by contestant, after one round that is not counted."""
    samples = {name: [] for name in contestants}
    names = list(contestants)
    for round_number in range(rounds + 1):
        turn = round_number % len(names)
        for name in names[turn:] + names[:turn]:
            _, commands, outputs = contestants[name]
            result = one_round(commands, outputs, log)
            if round_number:
                samples[name].append(result)
    return samples


def medians(samples):
    return {
        name: {key: statistics.median(sample[key] for sample in taken) for key in KEYS}
        for name, taken in samples.items()
    }


def table(contestants, samples, base, notes):
    """Prints minimum, median and maximum of everything, and ratios of medians to `base`."""
    median = medians(samples)
    columns = (("CPU", "CPU ms"), ("wall", "wall ms"), ("RSS", "peak RSS MiB"))
    print(" " * 16 + "".join(f"{head:^27}" for _, head in columns) + f"× {contestants[base][0]}")
    print(" " * 16 + "    min   median      max   " * 3 + "  CPU   wall   RSS   leaves")
    for name, taken in samples.items():
        line = f"{contestants[name][0]:16}"
        for key, _ in columns:
            values = [sample[key] for sample in taken]
            line += f"{min(values):7.1f}  {median[name][key]:7.1f}  {max(values):7.1f}   "
        line += "".join(f"{median[name][key] / median[base][key]:5.2f}  " for key, _ in columns)
        print(line + notes[name])


def verdict(what, value, bar, unit=""):
    said_value = f"{value:.2f}{unit}, bar {bar:.2f}{unit}" if not unit else f"{value:.1f}{unit}, bar {bar:.0f}{unit}"
    print(f"{what:48}  {said_value:24}  {'holds' if value <= bar else 'DOES NOT HOLD'}")


def verdict_least(what, value, bar):
    print(f"{what:48}  {f'{value:.2f}, bar {bar:.2f}':24}  {'holds' if value >= bar else 'DOES NOT HOLD'}")

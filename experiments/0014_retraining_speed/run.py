"""One fit of the lateness model on a million invoices: how long, and how much of it in LightGBM."""

import argparse
import os
import resource
import time
from importlib import import_module

from experiments.common import write_result
from training.lateness.fitting import train
from training.lateness.recipe import Recipe

invented = import_module("experiments.0003_feature_speed.invented").invented
Clock = import_module("experiments.0002_truth_on_the_sample_company.run").Clock

MINUTES_ASKED = 15.0
SHARE_ASKED = 0.5

RESULT = """
# Result

{invoices:,} invoices, one fit without search: **{minutes:.1f} minutes** on the clock ({asked:.0f} asked:
{verdict}), {cpu:.1f} minutes of the processor on {cores} core(s), which other work may share; growing trees
took {share:.0%} of the clock ({share_asked:.0%} asked: {share_verdict}). Peak memory {memory:.1f} GB, the
ledger's own facts among it.

| booster | seconds growing trees |
|---|---:|
{boosters}
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--invoices", type=int, default=1_000_000)
    invoices = int(options.parse_args().invoices)
    facts = invented(invoices)
    clock, begun, cpu = Clock(), time.perf_counter(), time.process_time()
    train(facts, as_of=facts.horizon, recipe=Recipe(), progress=clock, country="FR")
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    grown = {name: ticks[-1] - ticks[0] for name, ticks in clock.grown.items()}
    share = clock.growing() / took
    write_result(
        __file__,
        RESULT.format(
            invoices=invoices,
            minutes=took / 60,
            asked=MINUTES_ASKED,
            verdict="reached" if took / 60 < MINUTES_ASKED else "**missed**",
            cpu=cpu / 60,
            cores=len(os.sched_getaffinity(0)),
            share=share,
            share_asked=SHARE_ASKED,
            share_verdict="reached" if share >= SHARE_ASKED else "**missed**",
            memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
            boosters="\n".join(f"| {name} | {seconds:.0f} |" for name, seconds in grown.items()),
        ),
    )


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Replay the labelled clips and score what was found.

    python3 Tests/Benchmarks/score_clips.py [--binary FILE] [--clips DIR] [--score FILE] [-o json]

Runs `watchpost replay -o json` on every clip of the folder that has labels (NAME.events.csv beside
NAME.mp4 and the like), prints what replay says of each (packets, pictures, damaged), and then the
table of score.py over the episodes.

The clips are not part of this repository: they are looked for in $WATCHPOST_CLIPS, else in
../shared/video beside the checkout. score.py is looked for in ../tools beside the clips.

Exit status: 0 scored; 65 replay or score.py failed; 66 no binary, no clips or no score.py.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BAD_INPUT, NO_FILE = 65, 66
# The longest clip lasts 140 s and is replayed many times faster than that.
PATIENCE = 300


def fail(status, message):
    print(f"score_clips: {message}", file=sys.stderr)
    sys.exit(status)


def labelled_clips(folder):
    """The clips that have labels, by name without its ending."""
    clips = {}
    for labels in sorted(folder.glob("*.events.csv")):
        name = labels.name.removesuffix(".events.csv")
        others = [p for p in sorted(folder.glob(f"{name}.*")) if p != labels]
        if others:
            clips[name] = others[0]
    return clips


def replay(binary, clip, episodes):
    """Write a clip's episodes; tell what replay says of the clip."""
    with open(episodes, "wb") as out:
        done = subprocess.run(
            [binary, "replay", "-o", "json", clip],
            stdout=out, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    said = done.stderr.strip()
    if done.returncode != 0:
        fail(BAD_INPUT, f"replaying {clip}: exit status {done.returncode}: {said}")
    return said.replace(f"{clip.parent}/", "")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / ".build/release/watchpost",
                        metavar="FILE", help="the watchpost to test (default: %(default)s)")
    parser.add_argument("--clips", type=pathlib.Path, metavar="DIR",
                        default=os.environ.get("WATCHPOST_CLIPS") or ROOT.parent / "shared/video",
                        help="the folder of clips and labels (default: %(default)s)")
    parser.add_argument("--score", type=pathlib.Path, metavar="FILE",
                        help="score.py (default: ../tools/score.py beside the clips)")
    parser.add_argument("-o", "--output", choices=("table", "json"), default="table")
    args = parser.parse_args()
    score = args.score or args.clips.resolve().parent / "tools/score.py"

    if not args.binary.is_file():
        fail(NO_FILE, f"there is no {args.binary}; build it with `make build`, "
                      "or name one with --binary")
    clips = labelled_clips(args.clips) if args.clips.is_dir() else {}
    if not clips:
        fail(NO_FILE, f"NOTHING WAS SCORED: no labelled clips in {args.clips}; "
                      "name their folder with --clips or WATCHPOST_CLIPS")
    if not score.is_file():
        fail(NO_FILE, f"NOTHING WAS SCORED: there is no {score}; name it with --score")

    with tempfile.TemporaryDirectory(prefix="watchpost-score-") as folder:
        for name, clip in clips.items():
            episodes = pathlib.Path(folder) / f"{name}.ndjson"
            print(replay(args.binary, clip, episodes), file=sys.stderr)
        table = subprocess.run(
            [sys.executable, score, "--labels", args.clips, "--episodes", folder,
             *(["--json"] if args.output == "json" else [])], timeout=PATIENCE)
    sys.exit(BAD_INPUT if table.returncode else 0)


if __name__ == "__main__":
    try:
        main()
    except subprocess.TimeoutExpired as error:
        fail(BAD_INPUT, f"{error}; it was ended")

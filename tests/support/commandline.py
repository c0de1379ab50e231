"""What the tests of the command line share: articles in three languages, and how a command is run."""

import json
import subprocess
import sys
from dataclasses import dataclass
from subprocess import PIPE

ENGLISH = "“It is safe to sail,” said Kari Moen, who has been the director of the harbour for a year.\n"
NORWEGIAN = "– Det er trygt å seile, sier Kari Moen, som har vært sjef for havna i ett år.\n"
ARABIC = "قال مدير الميناء في بيان إن الجسر مغلق منذ أمس حتى نهاية الأسبوع.\n"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def rows(self):
        return [json.loads(line) for line in self.out.splitlines()]


def process(*arguments, **options):
    """The command as a process of its own."""
    command = [sys.executable, "-m", "corpus", *map(str, arguments)]
    return subprocess.Popen(command, **{"stdout": PIPE, "stderr": PIPE, "text": True, **options})

"""
WMCore's record of each document of stdin, a JSON object a line: what MSRuleCleanerWflow raises, or the JSON text of each
field, the values of a list sorted, since Python's sets have no order.
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../fixtures/clients"))
from wmcore_client import checkout  # noqa: E402


def text(value):
    return json.dumps(sorted(value, key=str) if isinstance(value, list) else value, separators=(",", ":"))


with tempfile.TemporaryDirectory() as folder:
    checkout.isolate(os.environ, folder)
    record_of = checkout.load(os.environ).workflow_record.MSRuleCleanerWflow
    for line in sys.stdin:
        try:
            print(json.dumps({"record": {name: text(value) for name, value in record_of(json.loads(line)).items()}}))
        except Exception as error:
            print(json.dumps({"raises": f"{type(error).__name__}: {error}"}))

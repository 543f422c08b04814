# What schemathesis can't know of this API: which topics must stay, and that a request which the document allows may be refused
# for what the log holds.
import os

import schemathesis

PERMANENT_TOPICS = os.environ["FUZZ_TOPICS"].split(",")

# Codes that speak of the state: the topic exists, or has that many partitions; the offset is not there.
STATE_CODES = {40002, 416}


@schemathesis.hook
def before_call(context, case, kwargs):
    # Without the topics that most requests name, all of them would be answered with 404.
    parameters = case.path_parameters or {}
    if case.method == "DELETE" and case.path.endswith("{topic_name}") and parameters["topic_name"] in PERMANENT_TOPICS:
        parameters["topic_name"] = "doomed"


@schemathesis.hook
def filter_failure(context, failure, case, response):
    if type(failure).__name__ != "RejectedPositiveData":
        return True
    try:
        answer = response.json()
    except ValueError:
        return True
    if not isinstance(answer, dict):
        return True
    # Verdicts of single records: no partition of that number, and the like.
    if "offsets" in answer:
        return False
    code, message = answer.get("error_code"), answer.get("message", "")
    # An idempotency key that an earlier request had.
    is_used_key = code == 422 and "belongs to another request" in message
    # JSON Schema takes 1.0 for an integer; partitions and timestamps are written without a point.
    is_float_integer = code == 400 and "must be an integer" in message
    return code not in STATE_CODES and not is_used_key and not is_float_integer

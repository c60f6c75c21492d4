"""What is said about streams in more than one place."""

HELP = (
    'Loop over the events of client.interactions.create(…, stream=True): raise on event.event_type == "error", take event.delta.text where '
    'event.event_type == "step.delta" and event.delta.type == "text".'
)
UNREAD = "a stream whose text is not read is not rewritten yet"
FRAGMENTS = "a function call comes in several events now, which are not put together yet"
DELTAS = (
    'Look at the type of event.delta: "text" has .text, "thought_summary" .content.text, "image" and "audio" .data (base64); '
    'a function call has its name and id in the event "step.start" and its arguments, as fragments of JSON, in "arguments_delta".'
)

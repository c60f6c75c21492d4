"""What is said about streams in more than one place."""

HELP = (
    'Loop over the events of client.interactions.create(…, stream=True): raise on event.event_type == "error", take event.delta.text where '
    'event.event_type == "step.delta" and event.delta.type == "text".'
)
UNREAD = "a stream whose text is not read is not rewritten yet"

"""Uploaded files: what is there, and what is older than a day."""

import argparse
import datetime

from google import genai


def old(client, hours):
    """The files that were uploaded before that many hours."""
    limit = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=hours)
    return [file for file in client.files.list() if file.create_time < limit]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--delete", action="store_true")
    arguments = parser.parse_args()
    client = genai.Client()
    for file in old(client, arguments.hours):
        print(file.name, file.display_name, file.size_bytes)
        if arguments.delete:
            client.files.delete(name=file.name)


if __name__ == "__main__":
    main()

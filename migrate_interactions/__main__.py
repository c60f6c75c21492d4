"""Where the console script and `python -m` begin: Ctrl-C is minded from here on, for the imports alone take a moment."""

from migrate_interactions import interrupts


def main() -> None:
    interrupts.listen()
    try:
        from migrate_interactions.cli import main as command_line
    except KeyboardInterrupt:
        interrupts.leave()
    command_line()


if __name__ == "__main__":
    main()

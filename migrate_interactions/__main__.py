from migrate_interactions.cli import main

if __name__ == "__main__":
    main()

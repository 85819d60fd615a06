"""``python -m ntm_extract`` is ``ntm``."""

from ntm_extract.cli import main

main()

"""The words of a paper as they were recognised on its pages. They lie in the encrypted database and nowhere else."""

from kiosk.store.database import Database


def keep(database: Database, dossier: str, paper: int, text: str) -> None:
    """`paper`: its place in the dossier, from 1. What was known of it before gives way."""
    database.execute(
        """INSERT INTO paper_text (dossier, paper, text) VALUES (?, ?, ?)
           ON CONFLICT (dossier, paper) DO UPDATE SET text = excluded.text""",
        [dossier, paper, text],
    )


def of(database: Database, dossier: str) -> dict[int, str]:
    """What is known of the dossier's papers, by their place."""
    rows = database.execute("SELECT paper, text FROM paper_text WHERE dossier = ? ORDER BY paper", [dossier])
    return {int(paper): str(text) for paper, text in rows}

-- The words in papers, to be found: an index inside the encrypted database, written by whatever writes the words themselves.

-- Order and distance of words are kept: in a page of text every common syllable stands somewhere.
CREATE VIRTUAL TABLE paper_search USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- The tokenizer takes marks away; a stroke through a letter is no mark to it.
CREATE VIEW paper_words AS
SELECT seq, replace(replace(replace(replace(replace(replace(text, 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D'), 'ƀ', 'b'), 'Ƀ', 'B')
       AS words FROM paper_text;

INSERT INTO paper_search (rowid, words) SELECT seq, words FROM paper_words;

CREATE TRIGGER paper_words_came AFTER INSERT ON paper_text
BEGIN INSERT INTO paper_search (rowid, words) SELECT seq, words FROM paper_words WHERE seq = NEW.seq; END;
CREATE TRIGGER paper_words_changed AFTER UPDATE OF text ON paper_text
BEGIN
    DELETE FROM paper_search WHERE rowid = NEW.seq;
    INSERT INTO paper_search (rowid, words) SELECT seq, words FROM paper_words WHERE seq = NEW.seq;
END;
CREATE TRIGGER paper_words_went AFTER DELETE ON paper_text
BEGIN DELETE FROM paper_search WHERE rowid = OLD.seq; END;

"""German lines for cleaning: tables that `test_clean` reads with its own."""

#: One line between two paragraphs of running text: language, line, its role, and what gave it.
LINES = [
    ("de", "Auf einen Blick", "fact_box", "de.fact-box"),
    ("de", "Auf einen Blick sah der Lotse, dass der Kai gesunken war.", "body", "structure.body"),
    ("de", "Foto: Ann Lind, dpa", "credit", "de.photo-credit"),
    ("de", "Fotos vom Hafen zeigen, dass der Kai einen halben Meter gesunken ist.", "body", "structure.body"),
    ("de", "Die Fähre liegt am Kai. Archivfoto: Ann Lind", "caption", "de.photo-caption"),
    ("de", "Wir fanden ein altes Foto: den Kai, die Brücke und drei Männer.", "body", "structure.body"),
    ("de", "Von Ann Lind und Bo Eck", "byline", "de.byline"),
    ("de", "Von drei Fähren fährt heute nur noch eine zur Insel.", "body", "structure.body"),
    ("de", "Aktualisiert am Montag, 3. Mai 2021, 9.15 Uhr", "dateline", "de.dateline"),
    ("de", "3. Mai 2021 stand auf dem Schild an der alten Brücke.", "body", "structure.body"),
    ("de", "Quelle: dpa", "source_line", "de.source-line"),
    ("de", "Quellen im Wald speisen den Bach, der zum Hafen fließt.", "body", "structure.body"),
    ("de", "Lesen Sie auch: Neue Brücke über den Sund", "teaser", "de.read-also"),
    ("de", "Lesen lernen die Kinder auf der Insel in der alten Schule.", "body", "structure.body"),
    ("de", "Anmelden", "chrome", "de.subscribe"),
    ("de", "Teile der Brücke stürzten am Montagabend ins Wasser.", "body", "structure.body"),
    ("de", "Melden Sie sich für unseren Newsletter an", "chrome", "de.appeal"),
    ("de", "Meldungen über die Sperrung kamen am Freitag aus dem Rathaus.", "body", "structure.body"),
    ("de", "altersalz schrieb am 3. Mai um 9 Uhr:", "comment", "de.comment-name"),
    ("de", "Der Bürgermeister schrieb am 3. Mai, dass die Brücke wieder öffnet.", "body", "structure.body"),
    ("de", "2 Kommentare", "comment", "de.comment-header"),
    ("de", "Kommentare der Anwohner verschoben die Sache auf den Herbst.", "body", "structure.body"),
]

#: Signs of a reader's comment, and the line above one.
SIGNS = {
    "de.first-person": "Ich warte ... und ich warte",
    "de.second-person": "Hast du das gesehen..?!",
    "de.trailing-points": "So geht das... sage ich",
    "de.shout": "Was willst du damit??",
}
COMMENT_NAME = "altersalz schrieb am 3. Mai um 9 Uhr:"

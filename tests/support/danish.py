"""Danish lines for cleaning: tables that `test_clean` reads with its own."""

#: One line between two paragraphs of running text: language, line, its role, and what gave it.
LINES = [
    ("da", "Foto: Ann Lund, Ritzau Scanpix", "credit", "da.photo-credit"),
    ("da", "Arkivfoto: Ann Lund", "credit", "da.photo-credit"),
    ("da", "Foto af havnen viser, at kajen er sunket en halv meter.", "body", "structure.body"),
    ("da", "Færgen ligger ved kajen. Arkivfoto: Ann Lund", "caption", "da.photo-caption"),
    ("da", "Vi fandt et gammelt foto: kajen, broen og tre mænd.", "body", "structure.body"),
    ("da", "Af Ann Lund og Bo Ek", "byline", "da.byline"),
    ("da", "Af tre færger er der kun en, som stadig sejler.", "body", "structure.body"),
    ("da", "Opdateret mandag den 3. maj 2021 kl. 09.15", "dateline", "da.dateline"),
    ("da", "3. maj 2021 sejlede den sidste færge fra byen.", "body", "structure.body"),
    ("da", "Kilde: Ritzau", "source_line", "da.source-line"),
    ("da", "/ritzau/", "source_line", "da.source-line"),
    ("da", "Kilden til åen ligger langt inde i skoven på øen.", "body", "structure.body"),
    ("da", "Læs også: Ny bro over sundet", "teaser", "da.read-also"),
    ("da", "Artiklen fortsætter under billedet", "teaser", "da.read-also"),
    ("da", "Læs navnene på alle skibene op, bad borgmesteren.", "body", "structure.body"),
    ("da", "Lukket bro: Sådan kommer du over sundet", "teaser", "da.kicker-link"),
    ("da", "Sådan bliver det: færgen sejler hver time indtil midnat.", "body", "structure.body"),
    ("da", "Log ind", "chrome", "da.subscribe"),
    ("da", "Del artiklen", "chrome", "da.subscribe"),
    ("da", "Del af broen styrtede i vandet under stormen mandag aften.", "body", "structure.body"),
    ("da", "Tilmeld dig vores nyhedsbrev og få dagens historier hver morgen", "chrome", "da.appeal"),
    ("da", "Tilmeldingen til sejladsen lukker fredag, når havnen åbner igen.", "body", "structure.body"),
    ("da", "gammelsalt skrev den 3. maj kl. 9:", "comment", "da.comment-name"),
    ("da", "Borgmesteren skrev den 3. maj, at broen åbner igen.", "body", "structure.body"),
    ("da", "2 kommentarer", "comment", "da.comment-header"),
    ("da", "Kommentarer fra beboerne fik sagen udsat til efteråret.", "body", "structure.body"),
]

#: Signs of a reader's comment, and the line above one.
SIGNS = {
    "da.first-person": "Jeg venter ... og jeg venter",
    "da.second-person": "Har du set det..?!",
    "da.trailing-points": "Sådan går det... siger jeg",
    "da.shout": "Hvad skal du med det??",
}
COMMENT_NAME = "gammelsalt skrev den 3. maj kl. 9:"

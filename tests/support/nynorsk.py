"""Nynorsk lines for cleaning: tables that `test_clean` reads with its own."""

#: One line between two paragraphs of running text: language, line, its role, and what gave it.
LINES = [
    ("nn", "Kort fortalt", "fact_box", "nn.fact-box"),
    ("nn", "Kort fortalt vart brua stengd fordi ho var farleg.", "body", "structure.body"),
    ("nn", "Foto: Ann Li, NTB", "credit", "nn.photo-credit"),
    ("nn", "Foto av hamna viser at kaia har sokke ein halv meter.", "body", "structure.body"),
    ("nn", "Ferja ligg ved kaia. Arkivfoto: Ann Li", "caption", "nn.photo-caption"),
    ("nn", "Vi fann eit gammalt foto: kaia, brua og tre menn.", "body", "structure.body"),
    ("nn", "Av Ann Li og Bo Ek", "byline", "nn.byline"),
    ("nn", "Av tre ferjer er det berre ei som framleis går.", "body", "structure.body"),
    ("nn", "Oppdatert måndag 3. mai 2021 kl. 09.15", "dateline", "nn.dateline"),
    ("nn", "3. mai 2021 gjekk den siste ferja frå byen.", "body", "structure.body"),
    ("nn", "Kjelde: NTB", "source_line", "nn.source-line"),
    ("nn", "Kjelda til elva ligg langt inne i skogen på øya.", "body", "structure.body"),
    ("nn", "Les også: Ny bru over sundet", "teaser", "nn.read-also"),
    ("nn", "Saka held fram under biletet", "teaser", "nn.read-also"),
    ("nn", "Les namna på alle skipa opp, bad ordføraren.", "body", "structure.body"),
    ("nn", "Stengd bru: Slik kjem du over sundet", "teaser", "nn.kicker-link"),
    ("nn", "Slik blir det: ferja går kvar time fram til midnatt.", "body", "structure.body"),
    ("nn", "Logg inn", "chrome", "nn.subscribe"),
    ("nn", "Del av brua styrta i vatnet under stormen måndag kveld.", "body", "structure.body"),
    ("nn", "Meld deg på nyheitsbrevet vårt og få saker kvar morgon", "chrome", "nn.appeal"),
    ("nn", "Meldinga om stenginga kom fredag, då hamna opna igjen.", "body", "structure.body"),
    ("nn", "gamlesalt skreiv den 3. mai kl. 9:", "comment", "nn.comment-name"),
    ("nn", "Ordføraren skreiv den 3. mai at brua opnar igjen.", "body", "structure.body"),
    ("nn", "2 kommentarar", "comment", "nn.comment-header"),
    ("nn", "Kommentarar frå bebuarane gjorde at saka vart utsett til hausten.", "body", "structure.body"),
]

#: Signs of a reader's comment, and the line above one.
SIGNS = {
    "nn.first-person": "Eg ventar ... og eg ventar",
    "nn.second-person": "Har du sett det..?!",
    "nn.trailing-points": "Slik går det... seier eg",
    "nn.shout": "Kva skal du med det??",
}
COMMENT_NAME = "gamlesalt skreiv den 3. mai kl. 9:"

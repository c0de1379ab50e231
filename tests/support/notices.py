"""A text of notices alone: much running text, of which nothing is clearly an article."""

_SENTENCES = (
    "We and our 42 partners store cookies on your device and process personal data such as your address.",
    "You can change your preferences at any time by clicking on the settings link in the footer of our website.",
    "These cookies are necessary for the website to function and cannot be switched off in our systems.",
    "All rights reserved and any redistribution of content from this website without permission is prohibited.",
    "Subscribe to our newsletter to receive offers and updates by email, and unsubscribe whenever you want.",
    "By signing up you agree to our terms of service and acknowledge that you have read our privacy policy.",
)
NOTICES = "\nRead more\nAccept all\n".join([*_SENTENCES, *_SENTENCES]) + "\n"

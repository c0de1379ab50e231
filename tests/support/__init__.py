"""What tests share: strategies, made-up articles, small models, the command, pages in a browser."""

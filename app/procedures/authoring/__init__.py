"""What an analyst writes on plain pages, put into the files of a package: sheet, texts, values, documents, messages."""

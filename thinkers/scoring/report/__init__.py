"""The report of comparisons: charts, pictures and one page of HTML, or Markdown; without torch."""

"""From scores and goals to modules, with reasons that can be counted back."""

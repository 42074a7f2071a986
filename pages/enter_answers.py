"""Enter answers: type in the sheets that came on paper, one partner at a time; mend or remove one."""

from collab.ui import shell

person = shell.admit()
with shell.page("Enter answers"):
    from collab.ui import answers  # the title is seen first
    from collab.ui.picking import choose_initiative, choose_round

    initiative = choose_initiative()
    answers.draw(shell.store(), person, initiative, choose_round(initiative, open_first=True))

"""The smallest Textual app that answers a key: what start-up and key-to-paint are compared with."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class EmptyApp(App[None]):
    """Says that it is ready; `?` shows a word and takes it away again."""

    BINDINGS = [("question_mark", "turn", "turn")]

    def compose(self) -> ComposeResult:
        yield Static("ready", id="word")

    def action_turn(self) -> None:
        word = self.query_one("#word", Static)
        word.update("ready" if "Keys" in str(word.content) else "Keys")


if __name__ == "__main__":
    EmptyApp().run()

"""The demo's counter and kiosk beside each other: one gateway, run by whoever came first."""

from commands.children import Office
from commands.demo_gateway import demo_gateway


def test_who_comes_second_uses_the_gateway_of_who_came_first(tmp_path):
    office = Office(tmp_path / "office" / "gateway", tmp_path / "marks")
    told = tmp_path / "office" / "gateway.url"
    told.parent.mkdir()
    told.write_text("http://127.0.0.1:9", encoding="utf-8")        # of one that crashed
    with demo_gateway(office) as first:
        assert first.own
        assert told.read_text(encoding="utf-8") == first.url != "http://127.0.0.1:9"
        for _again in range(2):                                    # the second one's end is not the gateway's
            with demo_gateway(office) as second:
                assert (second.url, second.own) == (first.url, False)
    assert not told.exists()

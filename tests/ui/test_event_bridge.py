"""Events of the office arrive on the window's thread, until nobody listens."""

import threading

from PySide6.QtCore import QCoreApplication, QObject, Slot

from services.core.events import EventBus, RecordsChanged
from ui.event_bridge import EventBridge

CHANGED = RecordsChanged(frozenset({"visit"}))


class Listener(QObject):
    """Notes what it hears and where."""

    def __init__(self):
        super().__init__()
        self.heard = []

    @Slot(object)
    def on_told(self, event):
        self.heard.append((event, threading.current_thread()))


def tell_from_a_worker(bus):
    worker = threading.Thread(target=bus.publish, args=(CHANGED,))
    worker.start()
    worker.join()


def test_what_a_worker_tells_is_heard_on_the_main_thread(qtbot):
    bus, listener = EventBus(), Listener()
    bridge = EventBridge(bus)
    bridge.told.connect(listener.on_told)
    tell_from_a_worker(bus)
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert listener.heard == [(CHANGED, threading.main_thread())]
    bridge.close()


def test_a_closed_bridge_tells_nothing(qtbot):
    bus, listener = EventBus(), Listener()
    bridge = EventBridge(bus)
    bridge.told.connect(listener.on_told)
    bridge.close()
    tell_from_a_worker(bus)
    QCoreApplication.sendPostedEvents()
    assert listener.heard == []


def test_closing_twice_is_no_fault(qtbot):
    bridge = EventBridge(EventBus())
    bridge.close()
    bridge.close()

"""The cables between the nodes: a TCP proxy for each direction, which can be cut and mended."""
import asyncio
import threading


class Line:
    def __init__(self, port):
        self.target = port
        self.port = None
        self.server = None
        self.whole = True
        self.transports = set()

    async def carry(self, reader, writer):
        """One connection, until either end or the cut."""
        self.transports.add(writer.transport)
        try:
            if not self.whole:
                return
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
            self.transports.add(far_writer.transport)
            try:
                await asyncio.gather(self.copy(reader, far_writer), self.copy(far_reader, writer))
            finally:
                self.transports.discard(far_writer.transport)
                far_writer.transport.abort()
        except OSError:
            pass
        finally:
            self.transports.discard(writer.transport)
            writer.transport.abort()

    @staticmethod
    async def copy(reader, writer):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


class Lines:
    """All of them, on a thread of their own."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.between = {}  # (from, to): Line
        self.thread = threading.Thread(target=self.loop.run_forever, name="lines", daemon=True)
        self.thread.start()

    def lay(self, start, end, port):
        """The port at which `start` reaches the partners' port of `end`."""
        line = self.between[start, end] = Line(port)

        async def listen():
            line.server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
            line.port = line.server.sockets[0].getsockname()[1]

        asyncio.run_coroutine_threadsafe(listen(), self.loop).result()
        return line.port

    def cut(self, one, other):
        """In both directions, with all that is under way."""
        for line in (self.between[one, other], self.between[other, one]):
            line.whole = False
            self.loop.call_soon_threadsafe(lambda line=line: [transport.abort() for transport in set(line.transports)])

    def mend(self, one, other):
        for line in (self.between[one, other], self.between[other, one]):
            line.whole = True

    def mend_all(self):
        for one, other in self.between:
            self.mend(one, other)

    def stop(self):
        async def end():
            for line in self.between.values():
                line.whole = False
                line.server.close()
                for transport in set(line.transports):
                    transport.abort()
            carried = asyncio.all_tasks() - {asyncio.current_task()}
            if carried:
                await asyncio.wait(carried, timeout=2)

        asyncio.run_coroutine_threadsafe(end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

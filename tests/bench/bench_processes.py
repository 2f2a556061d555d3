"""What measurements start: processes that end with their `with`, and a PostgreSQL of their own."""
import os
import re
import shutil
import socket
import subprocess
import time

POSTGRES_BIN = "/usr/lib/postgresql/15/bin"


def pinned(command, core):
    """The command on one core, where there are several."""
    cores = sorted(os.sched_getaffinity(0))
    return ["taskset", "-c", str(cores[core % len(cores)]), *command] if len(cores) > 1 else command


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1))


class Background:
    """A process that is ended when its block ends."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)
        self.pid = self.process.pid  # taskset replaces itself by its command

    def first_line(self):
        """Waits for what the program prints when it is ready."""
        line = self.process.stdout.readline().strip()
        if not line:
            raise RuntimeError(f"{' '.join(self.process.args)}: ended before it was ready")
        return line

    def lines(self):
        return iter(self.process.stdout.readline, "")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class Postgres:
    """A PostgreSQL with its defaults (fsync on), on a free port, with a data folder of its own."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "postgres")
        self.server = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def as_postgres(self, command):
        """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
        if os.geteuid() != 0:
            return command
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", *command]

    def program(self, name):
        return os.path.join(POSTGRES_BIN, name)

    def must(self, command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def __enter__(self):
        os.makedirs(self.folder)
        if os.geteuid() == 0:
            for path in (os.path.dirname(self.folder), self.folder):
                os.chmod(path, 0o755)
            shutil.chown(self.folder, "postgres", "postgres")
        data = os.path.join(self.folder, "data")
        self.must(self.as_postgres([self.program("initdb"), "--pgdata", data, "--username", "pitboss", "--auth", "trust",
                                    "--encoding", "UTF8", "--locale", "C.UTF-8"]))
        self.server = subprocess.Popen(
            self.as_postgres([self.program("postgres"), "-D", data, "-p", str(self.port), "-k", self.folder,
                              "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while subprocess.run([self.program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False).returncode:
            if self.server.poll() is not None:
                raise RuntimeError("PostgreSQL does not start")
            time.sleep(0.1)
        self.must([self.program("createdb"), *self.where(), "pitboss"])
        self.must([self.program("createdb"), *self.where(), "pgbench"])
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait(timeout=60)

    def where(self):
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "pitboss"]

    def url(self, database):
        return f"postgresql://pitboss@127.0.0.1:{self.port}/{database}"

    def prepare_pgbench(self, scale):
        self.must([self.program("pgbench"), *self.where(), "-i", "-q", "-s", str(scale), "pgbench"])

    def pgbench(self, clients, seconds):
        """Transactions a second of its built-in TPC-B-like script."""
        out = self.must([self.program("pgbench"), *self.where(), "-c", str(clients), "-j", "2", "-M", "prepared",
                         "-T", str(max(1, round(seconds))), "pgbench"])
        return float(re.search(r"tps = ([0-9.]+)", out).group(1))

// One Postgres server with default settings, and what it says about itself.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, chownSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { processorMs } from './processes.mjs'

const programs = process.env.PG_BIN_DIR

// Postgres refuses to run as root.
function asOwner (program, args) {
  const command = [join(programs, program), ...args]
  if (userInfo().uid === 0) command.unshift('runuser', '-u', 'postgres', '--')
  return execute(command[0], command.slice(1), '/')
}

function execute (program, args, cwd) {
  return execFileSync(program, args, { encoding: 'utf8', cwd, stdio: ['ignore', 'pipe', 'inherit'] })
}

export class Postgres {
  // `settings` are for measurements that need an extension; comparisons keep the defaults.
  constructor (scratch, settings = []) {
    this.folder = join(scratch, 'postgres')
    mkdirSync(this.folder)
    this.user = userInfo().username
    if (userInfo().uid === 0) {
      this.user = 'postgres'
      execFileSync('chmod', ['711', scratch])
      chownSync(this.folder, ...['-u', '-g'].map(flag => Number(execFileSync('id', [flag, 'postgres']))))
    }
    this.data = join(this.folder, 'data')
    asOwner('initdb', ['-A', 'trust', '-U', this.user, '-E', 'UTF8', '-D', this.data])
    const options = ['-k', this.folder, "-c listen_addresses=''", ...settings.map(setting => `-c ${setting}`)].join(' ')
    asOwner('pg_ctl', ['-w', '-D', this.data, '-l', join(this.folder, 'log'), '-o', options, 'start'])
    this.pid = Number(readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n')[0])
  }

  psql (database, ...args) {
    const options = ['-h', this.folder, '-U', this.user, '-d', database, '-XAtq', '-v', 'ON_ERROR_STOP=1']
    return execute(join(programs, 'psql'), [...options, ...args]).trim()
  }

  number (database, query) {
    return Number(this.psql(database, '-c', query))
  }

  // A database that a role of the same name owns, without special rights.
  makeDatabase (name) {
    this.psql('postgres', '-c', 'CREATE ROLE ' + name + ' LOGIN CREATEROLE', '-c', `CREATE DATABASE ${name} OWNER ${name}`)
  }

  url (database) {
    return `postgres://${database}@localhost/${database}?host=${encodeURIComponent(this.folder)}`
  }

  // All tables with indexes and large values.
  bytes (database) {
    return this.number(database, `SELECT sum(pg_total_relation_size(oid)) FROM pg_class
      WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace`)
  }

  walBytes () {
    return this.number('postgres', "SELECT pg_current_wal_lsn() - '0/0'")
  }

  // Nobody pays for the pages that somebody else has changed.
  checkpoint () {
    this.psql('postgres', '-c', 'CHECKPOINT')
  }

  processorMs () {
    return processorMs(this.pid)
  }

  stop () {
    asOwner('pg_ctl', ['-D', this.data, '-m', 'fast', 'stop'])
  }
}

const TABLE = 'CREATE TABLE document (id uuid PRIMARY KEY, written_at timestamptz NOT NULL, body text NOT NULL)'

// Inserts one document per transaction with `pgbench`, on connections of its own.
export class Pgbench {
  constructor (postgres, document) {
    this.name = this.database = 'pgbench'
    this.postgres = postgres
    this.folder = join(postgres.folder, '..')
    postgres.makeDatabase('pgbench')
    postgres.psql('pgbench', '-c', TABLE)
    this.script = join(this.folder, 'insert.sql')
    const text = document.replaceAll("'", "''")
    writeFileSync(this.script, `INSERT INTO document VALUES (gen_random_uuid(), now(), '${text}');\n`)
  }

  async load (clients, seconds) {
    const log = `log-${clients}`
    const options = ['-h', this.postgres.folder, '-U', this.postgres.user, '-n', '-f', this.script, '-c', clients,
      '-j', Math.min(clients, 2), '-T', seconds, '-l', `--log-prefix=${join(this.folder, log)}`]
    const printed = execute(join(programs, 'pgbench'), [...options, 'pgbench'])
    const files = readdirSync(this.folder).filter(name => name.startsWith(log + '.')).map(name => join(this.folder, name))
    const lines = files.flatMap(file => readFileSync(file, 'utf8').trim().split('\n')).filter(line => line !== '')
    const accepted = lines.map(line => Number(line.split(' ')[2]) / 1000)
    files.forEach(file => writeFileSync(file, ''))
    return { accepted, refused: [], rate: Number(/tps = ([\d.]+)/.exec(printed)[1]) }
  }
}

// The services under load: how they start, and what a step of load costs them.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { closed, crowd, open } from './load.mjs'
import { memoryBytes, processorMs } from './processes.mjs'

const program = process.env.BONAFIDE

export function simulate (profiles, file) {
  execFileSync(program, ['simulate', '--profiles', profiles], { stdio: ['ignore', openSync(file, 'w'), 'inherit'] })
}

// Leaves nothing running, also after an error or Ctrl-C.
export function stopAtExit (postgres, services) {
  process.on('exit', () => {
    for (const service of services) if (service.process?.exitCode === null) process.kill(-service.process.pid, 'SIGKILL')
    postgres.stop()
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))
}

class Service {
  constructor (name, port, profiles) {
    this.name = name
    this.url = `http://127.0.0.1:${port}`
    this.profiles = profiles
  }

  // Starts it and returns the milliseconds until it accepts requests.
  async start (command, args, environment, log) {
    const began = performance.now()
    const output = openSync(log, 'a')
    const stdio = ['ignore', output, output]
    this.process = spawn(command, args, { env: { ...process.env, ...environment }, stdio, detached: true })
    this.ended = new Promise(resolve => this.process.on('exit', resolve))
    while (!(await this.responds())) {
      if (this.process.exitCode !== null || performance.now() - began > 60_000) {
        throw new Error(`${this.name} does not start: ${readFileSync(log)}`)
      }
      await sleep(5)
    }
    return performance.now() - began
  }

  // Any other response means that the path exists.
  responds () {
    return fetch(this.url + '/readyz').then(response => response.status !== 503, () => false)
  }

  load (clients, seconds) {
    return closed(this, clients, seconds)
  }

  loadAtRate (rate, seconds) {
    return open(this, rate, seconds)
  }

  loadByCrowd (clients, seconds) {
    return crowd(this, clients, seconds)
  }

  processorMs () {
    return processorMs(this.process.pid)
  }

  memoryBytes () {
    return memoryBytes(this.process.pid)
  }

  async stop () {
    process.kill(-this.process.pid, 'SIGTERM')
    await this.ended
  }
}

export class Bonafide extends Service {
  constructor (postgres, database, port, profiles, scratch) {
    super('bonafide', port, profiles)
    this.database = database
    this.folder = join(scratch, database)
    this.log = join(scratch, database + '.log')
    this.environment = { DATABASE_URL: postgres.url(database) }
    this.listen = `127.0.0.1:${port}`
    postgres.makeDatabase(database)
    mkdirSync(this.folder)
  }

  async start () {
    const args = ['serve', '--data-dir', this.folder, '--listen', this.listen]
    const ms = await super.start(program, args, this.environment, this.log)
    this.token ??= execFileSync(program, ['token', '--data-dir', this.folder, '--tenant', 'bench', '--minutes', '600'],
      { encoding: 'utf8', env: { ...process.env, ...this.environment } }).trim()
    return ms
  }
}

export class Rival extends Service {
  constructor (postgres, port, profiles, scratch) {
    super('rival', port, profiles)
    this.database = 'rival'
    this.log = join(scratch, 'rival.log')
    this.token = 'secret'
    this.environment = { PORT: port, TOKEN: this.token, PGHOST: postgres.folder, PGUSER: 'rival', PGDATABASE: 'rival' }
    postgres.makeDatabase('rival')
  }

  start () {
    return super.start(process.env.RIVAL, [], this.environment, this.log)
  }
}

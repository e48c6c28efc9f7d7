// Measures decisions of Bonafide, of another service and one-row inserts of `pgbench`, in turns. See `run`.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Profiles } from './load.mjs'
import { Pgbench, Postgres } from './postgres.mjs'
import { Bonafide, Rival, simulate, stopAtExit } from './services.mjs'
import { bars, growthBars, median, percentile, print } from './report.mjs'

const CLIENTS = [1, 16, 64]
const CROWD = 1024
const FIRST_PORT = 18080
const FED = 1_000

const scratch = process.argv[2]
const setting = (name, otherwise) => Number(process.env[name] || otherwise)
const rounds = setting('ROUNDS', 3)
const duration = setting('DURATION', 8)
const rate = setting('RATE', 50)
const stored = setting('STORED', 0)

const postgres = new Postgres(scratch)
const services = []
stopAtExit(postgres, services)

// One step of load: rates, latencies, and what an accepted request costs.
async function measure (contender, load) {
  postgres.checkpoint()
  const before = counters(contender)
  const sample = await load(contender)
  const after = counters(contender)
  const perDecision = name => (after[name] - before[name]) / sample.accepted.length
  contender.stored = (contender.stored ?? 0) + sample.accepted.length
  return {
    rate: sample.rate,
    p50: percentile(sample.accepted, 50),
    p99: percentile(sample.accepted, 99),
    refused: sample.refused.length / (sample.accepted.length + sample.refused.length),
    refusedP99: percentile(sample.refused, 99),
    service: perDecision('service'),
    postgres: perDecision('postgres'),
    tool: perDecision('tool'),
    wal: perDecision('wal')
  }
}

function counters (contender) {
  const { user, system } = process.cpuUsage()
  return { service: contender.processorMs?.() ?? 0, postgres: postgres.processorMs(), tool: (user + system) / 1000, wal: postgres.walBytes() }
}

// Takes turns, so that whatever else the machine does affects everybody alike.
async function measureInTurns (contenders, load) {
  const samples = contenders.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) samples[index].push(await measure(contender, load))
  }
  return samples.map(ofContender => Object.fromEntries(Object.keys(ofContender[0]).map(
    name => [name, median(ofContender.map(sample => sample[name]))])))
}

async function measureSteps (contenders) {
  const results = []
  const add = (step, measured, samples) => measured.forEach((contender, index) => results.push({ contender: contender.name, step, ...samples[index] }))
  for (const clients of CLIENTS) {
    add(`${clients}`, contenders, await measureInTurns(contenders, contender => contender.load(clients, duration)))
  }
  const all = contenders.filter(contender => contender.loadAtRate)
  add(`${rate}/s`, all, await measureInTurns(all, contender => contender.loadAtRate(rate, duration)))
  const bytes = new Map(contenders.map(contender => [contender.name, growth(contender)]))
  add(`${CROWD}`, all, await measureInTurns(all, contender => contender.loadByCrowd(CROWD, duration)))
  return { results, bytes }
}

function growth (contender) {
  return (postgres.bytes(contender.database ?? contender.name) - contender.empty) / contender.stored
}

async function start (service) {
  services.push(service)
  await service.start()
  service.empty = postgres.bytes(service.database)
  return service
}

// The second start, since the first makes the tables.
async function atRest (service) {
  await service.stop()
  const ms = await service.start()
  await sleep(3_000)
  return { ms, bytes: service.memoryBytes() }
}

// Two databases with the same applicants, copied until there are 10,000 in the first and more in the second.
async function measureStored (profiles) {
  const sizes = [10_000, stored]
  const pair = []
  for (const [index, size] of sizes.entries()) {
    const service = await start(new Bonafide(postgres, `stored_${index}`, FIRST_PORT + 2 + index, profiles.again(), scratch))
    while ((service.stored ?? 0) < FED) await measure(service, contender => contender.loadAtRate(rate, 1))
    await service.stop()
    postgres.psql(service.database, '-f', 'scripts/multiply.sql', '-c', `SELECT pg_temp.multiply_applicants('bench', ${size / FED - 1})`)
    postgres.psql(service.database, '-c', 'VACUUM ANALYZE')
    service.perApplicant = (postgres.bytes(service.database) - service.empty) / size
    await service.start()
    pair.push(Object.assign(service, { name: `bonafide, ${size} stored` }))
  }
  const results = []
  for (const clients of [1, 16]) {
    const samples = await measureInTurns(pair, contender => contender.load(clients, duration))
    pair.forEach((contender, index) => results.push({ contender: contender.name, step: `${clients}`, ...samples[index] }))
  }
  return { results, bytes: pair.map(service => service.perApplicant) }
}

const file = join(scratch, 'profiles.ndjson')
simulate(setting('PROFILES', 60_000), file)
const profiles = new Profiles(file)
const bonafide = await start(new Bonafide(postgres, 'bonafide', FIRST_PORT, profiles, scratch))
const contenders = [bonafide]
if (process.env.RIVAL) contenders.push(await start(new Rival(postgres, FIRST_PORT + 1, profiles.again(), scratch)))
const pgbench = new Pgbench(postgres, profiles.document())
pgbench.empty = postgres.bytes('pgbench')
contenders.push(pgbench)

const rest = await atRest(bonafide)
for (const contender of contenders) await measure(contender, warmed => warmed.load(16, 2))
const measured = await measureSteps(contenders)
print(measured.results)
bars(measured.results, measured.bytes, rest)
if (stored > 0) {
  const grown = await measureStored(profiles)
  print(grown.results)
  growthBars(grown.results, grown.bytes)
}
process.exit(0)

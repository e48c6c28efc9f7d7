// Measures decisions of Bonafide, of another service and one-row inserts of `pgbench`, in turns. See `run`.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Profiles } from './load.mjs'
import { closedSteps, crowdStep, measure, measureInTurns, openStep, setting } from './measure.mjs'
import { Pgbench, Postgres } from './postgres.mjs'
import { bars, print } from './report.mjs'
import { Bonafide, Rival, simulate, stopAtExit } from './services.mjs'

const CLIENTS = [1, 16, 64]
const CROWD = 1024
const PORT = 18080

const scratch = process.argv[2]
const postgres = new Postgres(scratch)
const services = []
stopAtExit(postgres, services)

async function start (service) {
  services.push(service)
  await service.start()
  service.empty = postgres.bytes(service.database)
  return service
}

async function startAll () {
  const file = join(scratch, 'profiles.ndjson')
  simulate(setting('PROFILES', 60_000), file)
  const profiles = new Profiles(file)
  const contenders = [await start(new Bonafide(postgres, 'bonafide', PORT, profiles, scratch))]
  if (process.env.RIVAL) contenders.push(await start(new Rival(postgres, PORT + 1, profiles.again(), scratch)))
  const pgbench = new Pgbench(postgres, profiles.document())
  return [...contenders, Object.assign(pgbench, { empty: postgres.bytes(pgbench.database) })]
}

// The second start, since the first makes the tables.
async function atRest (service) {
  await service.stop()
  const ms = await service.start()
  await sleep(3_000)
  return { ms, bytes: service.memoryBytes() }
}

function bytesPerApplicant (contender) {
  return (postgres.bytes(contender.database) - contender.empty) / contender.stored
}

const contenders = await startAll()
const rest = await atRest(contenders[0])
for (const contender of contenders) await measure(postgres, contender, warmed => warmed.load(16, 2))
const steps = [...closedSteps(CLIENTS, contenders), openStep(setting('RATE', 50), services)]
const results = await measureInTurns(postgres, steps)
const bytes = new Map(contenders.map(contender => [contender.name, bytesPerApplicant(contender)]))
results.push(...await measureInTurns(postgres, [crowdStep(CROWD, services)]))
print(results)
bars(results, bytes, rest)
process.exit(0)

// Compares decisions among 10,000 stored applicants with decisions among many more. See `run`.
import { join } from 'node:path'
import { Profiles } from './load.mjs'
import { closedSteps, measure, measureInTurns, openStep, setting } from './measure.mjs'
import { Postgres } from './postgres.mjs'
import { growthBars, print } from './report.mjs'
import { Bonafide, simulate, stopAtExit } from './services.mjs'

const PORT = 18085
const FED = 1_000
const SIZES = [10_000, setting('STORED', 1_000_000)]

const scratch = process.argv[2]
const postgres = new Postgres(scratch)
const services = []
stopAtExit(postgres, services)

// The same first applicants for each size, then copies of them.
async function fill (profiles, size, index) {
  const service = new Bonafide(postgres, `stored_${index}`, PORT + index, profiles, scratch)
  services.push(service)
  await service.start()
  const empty = postgres.bytes(service.database)
  const [, , load] = openStep(100, [service])
  while ((service.stored ?? 0) < FED) await measure(postgres, service, load)
  await service.stop()
  const copies = Math.round(size / service.stored - 1)
  const multiply = `SELECT pg_temp.multiply_applicants('bench', ${copies})`
  postgres.psql(service.database, '-f', 'scripts/multiply.sql', '-c', multiply)
  postgres.psql(service.database, '-c', 'VACUUM ANALYZE')
  const stored = postgres.number(service.database, 'SELECT count(*) FROM applicant')
  const perApplicant = (postgres.bytes(service.database) - empty) / stored
  await service.start()
  return Object.assign(service, { name: `${stored} stored`, perApplicant })
}

const file = join(scratch, 'profiles.ndjson')
simulate(setting('PROFILES', 60_000), file)
const profiles = new Profiles(file)
const filled = []
for (const [index, size] of SIZES.entries()) filled.push(await fill(profiles.again(), size, index))
const results = await measureInTurns(postgres, closedSteps([1, 16], filled))
print(results)
growthBars(results, filled.map(service => service.perApplicant))
process.exit(0)

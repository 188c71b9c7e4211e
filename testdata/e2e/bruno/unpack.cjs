// Writes a collection as the folder that Bruno makes of it when it is imported, by Bruno's own schema and writer.
const crypto = require('crypto')
const fs = require('fs')
const path = require('path')
const { collectionSchema } = require('@usebruno/schema')
const { stringifyRequest } = require('@usebruno/filestore')

const [file, folder] = process.argv.slice(2)

// Importing gives each part an id, and requests their inner name.
function imported (part) {
  if (Array.isArray(part)) return part.map(imported)
  if (part === null || typeof part !== 'object') return part
  const result = {}
  for (const [name, value] of Object.entries(part)) result[name] = name === 'brunoConfig' ? value : imported(value)
  if (part.type === 'http') result.type = 'http-request'
  if (part.brunoConfig || part.request || 'enabled' in part) {
    result.uid = crypto.randomUUID().replaceAll('-', '').slice(0, 21)
  }
  return result
}

async function main () {
  const collection = imported(JSON.parse(fs.readFileSync(file, 'utf8')))
  await collectionSchema.validate(collection)
  fs.mkdirSync(folder)
  fs.writeFileSync(path.join(folder, 'bruno.json'), JSON.stringify(collection.brunoConfig))
  collection.items.forEach((item, i) => {
    fs.writeFileSync(path.join(folder, `${i}.bru`), stringifyRequest(item, { format: 'bru' }))
  })
}

main().catch(err => {
  console.error(err)
  process.exit(1)
})

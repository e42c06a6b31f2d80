import { defineConfig } from "@medusajs/framework/utils"

// Everything comes from the environment, so that one image serves every shop. `medusa build` reads this too, when
// nothing is set yet.
const env = process.env
const publicUrl = env.PUBLIC_URL ?? "http://localhost:9000"

// What shoppers upload and merchants export is on a volume, or in a bucket where one is given.
const files = env.S3_BUCKET
    ? {
          resolve: "@medusajs/medusa/file-s3",
          id: "s3",
          options: {
              bucket: env.S3_BUCKET,
              region: env.S3_REGION,
              endpoint: env.S3_ENDPOINT,
              prefix: env.S3_PREFIX,
              file_url: env.S3_FILE_URL,
              access_key_id: env.S3_ACCESS_KEY_ID,
              secret_access_key: env.S3_SECRET_ACCESS_KEY,
          },
      }
    : {
          resolve: "@medusajs/medusa/file-local",
          id: "local",
          options: {
              upload_dir: "static",
              // Exports hold customers' data; whatever is below static is for everybody.
              private_upload_dir: "private",
              backend_url: `${publicUrl}/static`,
          },
      }

// Paying by hand (pp_system_default) is always there.
const payments = env.STRIPE_API_KEY
    ? [
          {
              resolve: "@medusajs/medusa/payment",
              options: {
                  providers: [
                      {
                          resolve: "@medusajs/medusa/payment-stripe",
                          id: "stripe",
                          options: { apiKey: env.STRIPE_API_KEY, webhookSecret: env.STRIPE_WEBHOOK_SECRET },
                      },
                  ],
              },
          },
      ]
    : []

const redis = env.REDIS_URL
    ? [
          { resolve: "@medusajs/medusa/event-bus-redis", options: { redisUrl: env.REDIS_URL } },
          { resolve: "@medusajs/medusa/workflow-engine-redis", options: { redis: { redisUrl: env.REDIS_URL } } },
          {
              resolve: "@medusajs/medusa/locking",
              options: {
                  providers: [
                      {
                          resolve: "@medusajs/medusa/locking-redis",
                          id: "locking-redis",
                          is_default: true,
                          options: { redisUrl: env.LOCKING_REDIS_URL ?? env.REDIS_URL },
                      },
                  ],
              },
          },
          {
              resolve: "@medusajs/medusa/caching",
              options: {
                  providers: [
                      {
                          resolve: "@medusajs/medusa/caching-redis",
                          id: "caching-redis",
                          is_default: true,
                          options: { redisUrl: env.CACHE_REDIS_URL ?? env.REDIS_URL },
                      },
                  ],
              },
          },
      ]
    : []

module.exports = defineConfig({
    projectConfig: {
        databaseUrl: env.DATABASE_URL,
        // Inside the cluster PostgreSQL speaks no TLS; left unsaid, migrations hang without a word.
        databaseDriverOptions: { connection: { ssl: env.DATABASE_TLS === "true" } },
        redisUrl: env.REDIS_URL,
        workerMode: (env.MEDUSA_WORKER_MODE ?? "shared") as "shared" | "server" | "worker",
        http: {
            storeCors: env.STORE_CORS ?? publicUrl,
            adminCors: env.ADMIN_CORS ?? publicUrl,
            authCors: env.AUTH_CORS ?? publicUrl,
            jwtSecret: env.JWT_SECRET,
            cookieSecret: env.COOKIE_SECRET,
        },
        // In production Medusa's own default is secure, with which nobody can log in over http.
        cookieOptions: {
            secure: env.COOKIE_SECURE === "true",
            sameSite: (env.COOKIE_SAME_SITE ?? "lax") as "lax" | "strict" | "none",
        },
    },
    admin: { disable: env.DISABLE_MEDUSA_ADMIN === "true" },
    modules: [{ resolve: "@medusajs/medusa/file", options: { providers: [files] } }, ...payments, ...redis],
})

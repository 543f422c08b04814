# The gateway with the dashboard. With DATABASE_URL it uses that PostgreSQL; without, the embedded one in /var/lib/weir.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /weir
COPY . .
RUN npm ci \
 && NX_DAEMON=false NX_TUI=false NEXT_TELEMETRY_DISABLED=1 npx nx run-many -t build -p @weir/gateway,@weir/dashboard --outputStyle=static

# Only what the gateway needs to run.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /weir
COPY package.json package-lock.json .npmrc ./
COPY apps/gateway/package.json apps/gateway/
COPY apps/dashboard/package.json apps/dashboard/
COPY libs/protocol/package.json libs/protocol/
COPY libs/storage/package.json libs/storage/
COPY libs/broker/package.json libs/broker/
RUN npm ci --omit=dev --workspace @weir/gateway

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production WEIR_DATA_DIR=/var/lib/weir MALLOC_ARENA_MAX=1
WORKDIR /weir
COPY --from=packages /weir ./
COPY --from=build /weir/libs/protocol/dist libs/protocol/dist
COPY --from=build /weir/libs/storage/dist libs/storage/dist
COPY --from=build /weir/libs/broker/dist libs/broker/dist
COPY --from=build /weir/apps/gateway/dist apps/gateway/dist
COPY --from=build /weir/apps/dashboard/out apps/dashboard/out
RUN mkdir -p /var/lib/weir && chown node:node /var/lib/weir
USER node
VOLUME /var/lib/weir
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WEIR_PORT || 8080}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "--initial-old-space-size=64", "--heap-growing-percent=100", "--no-allocation-site-pretenuring", "apps/gateway/dist/main.js"]

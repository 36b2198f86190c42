# syntax=docker/dockerfile:1
# Two stages: one builds, the other holds what runs. The image's own Node is the version that package.json pins.
#   docker build -t frontdesk .

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/client/package.json packages/client/
# The optional dependencies are Node itself for other machines; scripts of packages are not run.
RUN npm ci --omit=optional --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY packages/client packages/client
COPY src src
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.title="Frontdesk" \
      org.opencontainers.image.description="Backend for AI customer support with cited answers" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    ENVIRONMENT=production \
    DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/packages/client/package.json packages/client/package.json
COPY --from=build /app/packages/client/dist packages/client/dist
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY scripts/healthcheck.mjs scripts/healthcheck.mjs
COPY web web
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["node", "scripts/healthcheck.mjs"]
# No shell and no npm between: signals reach the process itself.
CMD ["node", "dist/main.js"]

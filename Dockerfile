FROM golang:1.26-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /demarche .

FROM alpine:3.22
RUN adduser -D -u 10001 demarche && mkdir /data && chown demarche /data
COPY --from=build /demarche /usr/local/bin/demarche
COPY LICENSE NOTICE /usr/share/doc/demarche/
USER 10001
VOLUME /data
ENV DEMARCHE_ADDR=0.0.0.0:8080 \
    XDG_DATA_HOME=/data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD wget -q -O /dev/null http://127.0.0.1:8080/readyz
ENTRYPOINT ["demarche"]
CMD ["serve"]

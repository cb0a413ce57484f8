#!/usr/bin/env bash
# Gives each image of the Dockerfile and of docker-compose.yml the digest that its tag has now. With --check it changes
# nothing, and fails when one has none. It asks the registry through Docker's buildx.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

files=(Dockerfile docker-compose.yml)
mapfile -t images < <(sed -nE 's/^(FROM| +image:) +([a-z0-9./-]+:[A-Za-z0-9._-]+(@sha256:[0-9a-f]{64})?).*/\2/p' "${files[@]}" | sort -u)
[ ${#images[@]} -gt 0 ] || { echo "no image is found in ${files[*]}" >&2; exit 1; }

if [ "${1:-}" = --check ]; then
  for image in "${images[@]}"; do
    [[ $image == *@sha256:* ]] || { echo "$image has no digest: make pin-images" >&2; exit 1; }
  done
  exit
fi

for image in "${images[@]}"; do
  tag=${image%@*}
  digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$tag")
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "$tag: the registry says $digest, which is no digest" >&2; exit 1; }
  sed -i -E "s|(^(FROM\| +image:) +)${image//./\\.}( \|\$)|\1$tag@$digest\3|" "${files[@]}"
  echo "$tag@$digest"
done

#!/bin/sh
# Lets the service account "shop" of the namespace "shop" log in to Vault, and nobody else. After database.sh, with the same
# variables; may be run again. Vault asks the cluster whether a token is good, which review.yaml lets it do. A Vault outside
# the cluster needs arguments more: kubernetes_ca_cert=@ca.crt token_reviewer_jwt=@token
set -eu
vault=${VAULT:-vault}

"$vault" auth list | grep -q '^kubernetes/' || "$vault" auth enable kubernetes
"$vault" write auth/kubernetes/config kubernetes_host="${KUBERNETES_URL:-https://kubernetes.default.svc}" "$@"
# Periodic: the agent renews its token for as long as it runs. Longer than a lease: a lease ends with its token, whatever
# its own length says.
"$vault" write auth/kubernetes/role/shop \
    bound_service_account_names=shop \
    bound_service_account_namespaces=shop \
    audience=vault \
    token_period="${TOKEN_PERIOD:-2h}" \
    token_policies=shop-db \
    token_no_default_policy=true

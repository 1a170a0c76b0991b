#!/bin/sh
# Vault's side: the database as in the Kubernetes sample, and a login for the agent, which has no cluster to vouch for it.
set -eu
vault=${VAULT:-vault}
logins=${AGENT_LOGIN:-/run/agent-login}
database=${DATABASE_SETUP:-/kubernetes/vault/database.sh}

if "$vault" policy read shop-db >/dev/null 2>&1; then
    exit 0 # is done: compose runs this at each "up"
fi
printf %s "$VAULT_ADMIN_PASSWORD" | sh "$database"
"$vault" auth enable approle
"$vault" write auth/approle/role/shop \
    token_period="${TOKEN_PERIOD:-2h}" \
    token_policies=shop-db \
    token_no_default_policy=true
umask 077
"$vault" read -field=role_id auth/approle/role/shop/role-id >"$logins/role-id"
"$vault" write -field=secret_id -force auth/approle/role/shop/secret-id >"$logins/secret-id"
chown "${AGENT_USER:-10001:10001}" "$logins/role-id" "$logins/secret-id"

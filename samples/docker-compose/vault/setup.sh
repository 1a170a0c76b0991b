#!/bin/sh
# Vault's side: the database as in the Kubernetes sample, and a login for the agent, which has no cluster to vouch for it.
set -eu
vault=${VAULT:-vault}
logins=${AGENT_LOGIN:-/run/agent-login}
database=${DATABASE_SETUP:-/kubernetes/vault/database.sh}

# Compose runs this at each "up". The policy is the last that the database's part makes; the login's files may be those of a
# Vault that is gone, or gone themselves, so they are written each time.
"$vault" policy read shop-db >/dev/null 2>&1 || printf %s "$VAULT_ADMIN_PASSWORD" | sh "$database"
"$vault" auth list | grep -q '^approle/' || "$vault" auth enable approle
"$vault" write auth/approle/role/shop \
    token_period="${TOKEN_PERIOD:-2h}" \
    token_policies=shop-db \
    token_no_default_policy=true
umask 077
"$vault" read -field=role_id auth/approle/role/shop/role-id >"$logins/role-id"
"$vault" write -field=secret_id -force auth/approle/role/shop/secret-id >"$logins/secret-id"
chown "${AGENT_USER:-10001:10001}" "$logins/role-id" "$logins/secret-id"

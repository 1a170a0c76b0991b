# All that the application's agent may do.

path "database/creds/shop" {
  capabilities = ["read"] # each read makes a login
}

# Without it the agent cannot renew, and takes ten new logins a second.
path "sys/leases/renew" {
  capabilities = ["update"]
}

path "auth/token/lookup-self" {
  capabilities = ["read"]
}

# Its leases end with the agent's token, so that must go on.
path "auth/token/renew-self" {
  capabilities = ["update"]
}

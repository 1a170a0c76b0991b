vault {
  address = "http://vault:8200"
}

auto_auth {
  method "approle" {
    config = {
      role_id_file_path                   = "/run/agent-login/role-id"
      secret_id_file_path                 = "/run/agent-login/secret-id"
      remove_secret_id_file_after_reading = false
    }
  }
}

template_config {
  exit_on_retry_failure = true
}

template {
  source               = "/agent/db-creds.ctmpl"
  destination          = "/run/app-secrets/db-creds"
  perms                = "0640"
  error_on_missing_key = true
}

variable "enabled" {
  type    = bool
  default = true
}

variable "service_accounts" {
  type    = list(string)
  default = ["worker"]
}

variable "queues" {
  type = map(list(string))
  default = {
    orders = ["SendMessage"]
  }
}

variable "cluster" {}
variable "namespace" {}
variable "service_account" {}
variable "bucket_arn" {}
variable "actions" { type = list(string) }

locals {
  name    = "${var.namespace}-${var.service_account}"
  objects = "${var.bucket_arn}/${var.namespace}/*"
}

resource "aws_iam_role" "this" {
  name = local.name
  assume_role_policy = templatefile("${path.module}/trust.json.tftpl", {
    namespace       = var.namespace
    service_account = var.service_account
  })
}

resource "aws_iam_role_policy" "objects" {
  name = "objects"
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Objects"
        Effect   = "Allow"
        Action   = var.actions
        Resource = local.objects
      },
    ]
  })
}

resource "aws_eks_pod_identity_association" "this" {
  cluster_name    = var.cluster
  namespace       = var.namespace
  service_account = var.service_account
  role_arn        = aws_iam_role.this.arn
}

